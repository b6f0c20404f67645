import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { wav } from "../../support/wav";
import { account } from "./account";

/** A webhook as the application received it. */
export interface Hook {
  path: string;
  params: Record<string, string>;
  signed: boolean;
  idempotencyToken: string | undefined;
  at: number;
}

/** Answers a webhook with TwiML (the inside of `<Response>`), or with a status code. */
export type Answer = (hook: Hook) => string | number | Promise<string | number>;

/**
 * The application behind the calls of a test. It records every webhook and checks each signature itself. `/tone-440.wav` and
 * its like are files with three seconds of that tone.
 */
export interface VoiceApp {
  origin: string;
  hooks: Hook[];
  /** Called for every webhook except status callbacks, which get an empty 204. */
  answer: Answer;
  of(path: string): Hook[];
  close(): Promise<void>;
}

/** Calls the client that `To` names, as most applications do. */
export const dialTo: Answer = ({ params }) =>
  `<Dial answerOnBridge="true" timeout="5" action="/action"><Client statusCallback="/progress" ` +
  `statusCallbackEvent="initiated ringing answered completed"><Identity>${params.To}</Identity></Client></Dial>`;

export async function startVoiceApp(): Promise<VoiceApp> {
  const hooks: Hook[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const tone = /^\/tone-(\d+)\.wav$/.exec(request.url ?? "");
      if (tone) {
        const body = wav({ seconds: 3, hertz: Number(tone[1]) });
        return void response.writeHead(200, { "Content-Type": "audio/wav" }).end(body);
      }
      const hook = await readHook(request, app.origin);
      hooks.push(hook);
      if (/^\/(progress|status)/.test(hook.path)) return void response.writeHead(204).end();
      const answer = hook.path === "/action" && app.answer === dialTo ? "" : await app.answer(hook);
      if (typeof answer === "number") return void response.writeHead(answer).end();
      response.writeHead(200, { "Content-Type": "text/xml" }).end(`<Response>${answer}</Response>`);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const app: VoiceApp = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hooks,
    answer: dialTo,
    of: (path) => hooks.filter((hook) => hook.path === path),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return app;
}

async function readHook(request: IncomingMessage, origin: string): Promise<Hook> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const params = Object.fromEntries(new URLSearchParams(body));
  const url = `${origin}${request.url}`;
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name], url);
  const expected = createHmac("sha1", account.TWILIO_AUTH_TOKEN).update(signed).digest("base64");
  const token = request.headers["i-twilio-idempotency-token"];
  return {
    path: request.url ?? "",
    params,
    signed: request.headers["x-twilio-signature"] === expected,
    idempotencyToken: typeof token === "string" ? token : undefined,
    at: Date.now(),
  };
}
