// What the app's routes cost without Next: a bare node:http server that checks the same signature or cookie, reads the same
// forms and runs the same services. It also fills the database for the bench. Started by bench-server.ts.
import { createServer, type IncomingMessage } from "node:http";
import { encode } from "next-auth/jwt";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import { presenceBeatSchema } from "../../../lib/contracts";
import { databaseHandle } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { cookieName } from "../../../lib/page-origin";
import { openCookie } from "../../../lib/server/auth/session-cookie";
import { findSession, startSession } from "../../../lib/server/auth/sessions";
import type { Session } from "../../../lib/server/identity";
import { createPerson } from "../../../lib/server/people/create-person";
import { storeBeat } from "../../../lib/server/presence/presence";
import { handleStatusReport } from "../../../lib/server/voice/network-reports";
import { routeCall } from "../../../lib/server/voice/route-call";
import { emptyTwiml } from "../../../lib/server/voice/twiml";
import { voiceIdentity } from "../../../lib/server/voice/voice-identity";
import { createVoiceToken } from "../../../lib/server/voice/voice-token";
import { statusSchema, voiceRequestSchema } from "../../../lib/server/voice/webhook-params";

/** A person of the bench, signed in on a device. */
export interface BenchPerson {
  readonly username: string;
  readonly identity: string;
  readonly tab: string;
  /** The whole `Cookie` header. */
  readonly cookie: string;
}

async function makePerson(number: number): Promise<BenchPerson> {
  const username = `person_${number}`;
  const id = await createPerson({ username, displayName: username, passwordHash: null });
  const session = id === undefined || id === null ? null : await findSession(await startSession(id));
  if (!session) throw new Error(`${username} was not made`);
  const token = { sid: session.id, uid: session.person.id };
  const value = await encode({ token, secret: env().NEXTAUTH_SECRET });
  const tab = crypto.randomUUID();
  await storeBeat(session, { tab, phone: "ready", hidden: true, ref: null, n: 0 });
  return {
    username,
    identity: voiceIdentity(session.person.id, session.voiceId),
    tab,
    cookie: `${cookieName("session", env().APP_URL)}=${value}`,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function sessionOf(request: IncomingMessage): Promise<Session> {
  const [, value = ""] = /=([^;]*)/.exec(request.headers.cookie ?? "") ?? [];
  const session = await findSession((await openCookie(value))?.sid);
  if (!session) throw new Error("nobody is signed in");
  return session;
}

function readForm(request: IncomingMessage, body: string): Record<string, string> {
  const form = Object.fromEntries(new URLSearchParams(body));
  const signature = String(request.headers["x-twilio-signature"]);
  const url = `${env().APP_URL}${request.url}`;
  if (!validateRequest(env().TWILIO_AUTH_TOKEN, signature, url, form)) throw new Error("not signed");
  return form;
}

async function answer(request: IncomingMessage): Promise<string> {
  const body = await bodyOf(request);
  switch (request.url) {
    case "/api/voice/call":
      return routeCall(voiceRequestSchema.parse(readForm(request, body)));
    case "/api/voice/status":
      await handleStatusReport(statusSchema.parse(readForm(request, body)));
      return emptyTwiml();
    case "/api/voice/token":
      return JSON.stringify(await createVoiceToken(await sessionOf(request)));
    case "/api/presence":
      await storeBeat(await sessionOf(request), presenceBeatSchema.parse(JSON.parse(body)));
      return "";
    default:
      throw new Error(`no such path: ${request.url}`);
  }
}

const handle = await databaseHandle();
await handle.migrate();
const people: BenchPerson[] = [];
for (let number = 0; number < Number(process.argv[2]); number += 1) people.push(await makePerson(number));
const server = createServer((request, response) => {
  answer(request).then(
    (text) => response.end(text),
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});
server.listen(Number(process.argv[3]), "127.0.0.1", () => process.send?.(people));
process.on("disconnect", () => process.exit());
