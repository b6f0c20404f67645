// The floor's server, a process of its own as the app's is: one page, its token, and the webhook of a call, on `node:http`.
// Its settings are those of an application: the five values of Twilio, PORT and APP_URL.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { wav } from "../../../e2e/support/wav";

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
};
const authToken = setting("TWILIO_AUTH_TOKEN");
const origin = setting("APP_URL");

const fileOf = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)));

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>
<p role="status" aria-label="Phone">Offline</p><main></main>
<script src="/page.js"></script><script>bareSignalling()</script>
<script src="/twilio.min.js"></script><script>barePhone()</script></html>`;

/** What does not change, compressed once. Scripts are kept by the browser, as the app's are. */
const files: Record<string, { type: string; body: Buffer; kept: boolean }> = {
  "/": { type: "text/html", body: gzipSync(html), kept: false },
  "/page.js": { type: "text/javascript", body: gzipSync(fileOf("./page.js")), kept: true },
  "/twilio.min.js": {
    type: "text/javascript",
    body: gzipSync(fileOf("../../../node_modules/@twilio/voice-sdk/dist/twilio.min.js")),
    kept: true,
  },
  "/silence.wav": { type: "audio/wav", body: gzipSync(wav({ seconds: 0.1, amplitude: 0 })), kept: true },
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An access token for `identity`: https://www.twilio.com/docs/iam/access-tokens. */
function signToken(identity: string): string {
  const [key, now] = [setting("TWILIO_API_KEY"), Math.floor(Date.now() / 1000)];
  const voice = {
    incoming: { allow: true },
    outgoing: { application_sid: setting("TWILIO_TWIML_APP_SID") },
  };
  const claims = {
    jti: `${key}-${randomUUID()}`,
    iss: key,
    sub: setting("TWILIO_ACCOUNT_SID"),
    iat: now,
    exp: now + 3600,
    grants: { identity, voice },
  };
  const content = `${encode({ cty: "twilio-fpa;v=1", typ: "JWT", alg: "HS256" })}.${encode(claims)}`;
  const signature = createHmac("sha256", setting("TWILIO_API_SECRET")).update(content).digest("base64url");
  return `${content}.${signature}`;
}

/** The parameters of a webhook; undefined if its signature is wrong. */
async function readSigned(request: IncomingMessage): Promise<Record<string, string> | undefined> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const parameters = Object.fromEntries(new URLSearchParams(body));
  const names = Object.keys(parameters).sort();
  const text = names.reduce((sum, name) => sum + name + parameters[name], `${origin}${request.url}`);
  const expected = createHmac("sha1", authToken).update(text).digest("base64");
  const given = String(request.headers["x-twilio-signature"]);
  const isSigned =
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  return isSigned ? parameters : undefined;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", origin);
  if (url.pathname === "/token") {
    response.setHeader("Cache-Control", "no-store");
    return void response.end(signToken(url.searchParams.get("identity") ?? ""));
  }
  if (url.pathname === "/voice") {
    const parameters = await readSigned(request);
    if (!parameters) return void response.writeHead(403).end();
    response.setHeader("Content-Type", "text/xml");
    const to = String(parameters.To).replace(/\W/g, "");
    return void response.end(
      `<Response><Dial answerOnBridge="true"><Client>${to}</Client></Dial></Response>`,
    );
  }
  const file = files[url.pathname];
  if (!file) return void response.writeHead(404).end();
  response.writeHead(200, {
    "Content-Type": file.type,
    "Content-Encoding": "gzip",
    "Cache-Control": file.kept ? "public, max-age=31536000, immutable" : "no-store",
  });
  response.end(file.body);
});
server.listen(Number(setting("PORT")), () => process.send?.("ready"));
process.on("disconnect", () => process.exit());
