import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { testEnvironment } from "@/lib/db/testing/environment";

const open = new Set<Server>();

/** Starts a web server on a free port of this machine, and resolves with its origin. */
export async function startServer(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}`;
}

/** Starts one whose certificate no authority has signed. */
export async function startSelfSigned(answer: RequestListener): Promise<string> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }]);
  return `https://localhost:${await listen(createTlsServer({ cert, key }, answer))}`;
}

/** Stops every server that a test started. */
export async function stopServers(): Promise<void> {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  open.clear();
}

async function listen(server: Server): Promise<number> {
  open.add(server);
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  return (server.address() as AddressInfo).port;
}

/** What the REST interface of {@link startTwilio} answers. */
export interface FakeTwilio {
  readonly account?: Record<string, unknown>;
  readonly application?: Record<string, unknown>;
  /** In place of both: a status with Twilio's error body, or none. */
  readonly status?: number;
  readonly code?: number;
  readonly headers?: Record<string, string>;
}

/** The TwiML app as provisioning makes it for an app at `appUrl`. */
export function rightApplication(appUrl: string) {
  return {
    sid: testEnvironment.TWILIO_TWIML_APP_SID,
    voice_url: `${appUrl}/api/voice/call`,
    voice_method: "POST",
    status_callback: `${appUrl}/api/voice/status`,
    status_callback_method: "POST",
  };
}

/** Starts a REST interface of Twilio that knows the account of the tests, its auth token, API key and TwiML app. */
export async function startTwilio(given: () => FakeTwilio): Promise<string> {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET } = testEnvironment;
  const account = `/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}`;
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const byToken = basic(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN);
  const byKey = basic(TWILIO_API_KEY, TWILIO_API_SECRET);
  return startServer((request, response) => {
    const { status, code, headers = {}, ...resources } = given();
    const send = (httpStatus: number, body: object) =>
      response
        .writeHead(httpStatus, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(body));
    const refuse = (httpStatus: number, errorCode: number) =>
      send(httpStatus, { code: errorCode, message: "no", more_info: "", status: httpStatus });
    if (status !== undefined) return void refuse(status, code ?? 0);
    const { authorization } = request.headers;
    if (request.url === `${account}.json` && authorization === byToken) {
      return void send(200, {
        sid: TWILIO_ACCOUNT_SID,
        ...(resources.account ?? { status: "active", type: "Full" }),
      });
    }
    if (authorization !== byKey) return void refuse(401, 20003);
    const { TWILIO_TWIML_APP_SID } = testEnvironment;
    if (request.url !== `${account}/Applications/${TWILIO_TWIML_APP_SID}.json` || !resources.application) {
      return void refuse(404, 20404);
    }
    send(200, resources.application);
  });
}
