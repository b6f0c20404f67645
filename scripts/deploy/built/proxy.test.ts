import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import twilio from "twilio";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../../e2e/support/stack";
import { ensureBuilt } from "../../support/ensure-built.mjs";
import { makeStandalone } from "../standalone";
import { type Answer, ask, listen, type Question } from "../testing/ask";
import { finish, healthy, type Running, start, writableFolder } from "../testing/programs";
import { proxyKinds } from "../testing/proxies";
import { readService } from "../testing/service";
import { twilioSettings } from "../testing/settings";

const root = mkdtempSync(join(tmpdir(), "browser-phone-proxy-"));
const app = join(root, "app");
/** The app is started as systemd would. */
const service = readService();

beforeAll(async () => {
  chmodSync(root, 0o755);
  await ensureBuilt();
  await makeStandalone(app);
  // One database for both, one after the other.
  const env = { ...twilioSettings, DATA_DIR: writableFolder(join(root, "database")) };
  expect(await finish(app, service.before, env)).toMatchObject({ code: 0 });
}, 1_200_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A webhook of the voice network, signed for that URL. */
function webhook(signedUrl: string, token: string = twilioSettings.TWILIO_AUTH_TOKEN): Question {
  const form = {
    AccountSid: twilioSettings.TWILIO_ACCOUNT_SID,
    ApplicationSid: twilioSettings.TWILIO_TWIML_APP_SID,
    ApiVersion: "2010-04-01",
    CallSid: `CA${"07".repeat(16)}`,
    CallStatus: "ringing",
    Direction: "inbound",
    From: "client:u_nobody",
    Caller: "client:u_nobody",
    To: "bob",
    Called: "bob",
    ref: crypto.randomUUID(),
  };
  return {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(token, signedUrl, form),
    },
    body: new URLSearchParams(form).toString(),
  };
}

for (const [index, kind] of proxyKinds.entries()) {
  describe.runIf(kind.path)(`behind ${kind.name}`, () => {
    const folder = join(root, kind.name);
    let appUrl = "";
    let plainUrl = "";
    let running: Running[] = [];
    let ca = "";
    // Each proxy's clients have addresses and names of their own, since the limits of the first still count.
    const client = (number: number) => `127.0.${index + 1}.${number}`;
    const named = (name: string) => `${name}_${kind.name.toLowerCase()}`;
    const send = (path: string, question: Question = {}) => ask(appUrl + path, { ca, ...question });
    const cookiesOf = ({ headers }: Answer) => headers["set-cookie"] as string[];

    beforeAll(async () => {
      const ports = { http: await freePort(), https: await freePort(), app: await freePort() };
      appUrl = `https://localhost:${ports.https}`;
      plainUrl = `http://localhost:${ports.http}`;
      const env = {
        ...service.environment,
        ...twilioSettings,
        APP_URL: appUrl,
        PORT: String(ports.app),
        SIGN_UPS_PER_HOUR: "2",
        DATA_DIR: join(root, "database"),
      };
      const server = start(app, service.main, env);
      running = [server];
      await healthy(server, env);
      const own = writableFolder(join(folder, "own"));
      const { command, env: settings } = await kind.prepare(own, ports);
      const proxy = start(own, [kind.path ?? "", ...command.slice(1)], settings);
      running.push(proxy);
      const answers = async () => {
        if (proxy.child.exitCode !== null) throw new Error(proxy.output());
        expect((await ask(plainUrl)).status).toBe(308);
        ca = kind.authority(own);
        expect((await send("/api/health")).status).toBe(200);
      };
      await vi.waitFor(answers, { timeout: 120_000, interval: 200 });
    });
    afterAll(async () => {
      await Promise.all(running.map((one) => one.stop()));
    });

    test("the app answers on https with its health and HSTS, and http leads to https", async () => {
      const health = await send("/api/health");
      expect(health).toMatchObject({ status: 200, body: expect.stringContaining('"mode":"twilio"') });
      for (const path of ["/api/health", "/sign-in", "/sw.js", "/no-page", "/api/none"]) {
        expect((await send(path)).headers["strict-transport-security"], path).toBe(
          "max-age=63072000; includeSubDomains",
        );
      }
      const plain = await ask(`${plainUrl}/sign-in?next=1`);
      // Caddy leaves its https port out, as one leaves out 443.
      expect(plain.status).toBe(308);
      expect(plain.headers.location).toMatch(/^https:\/\/localhost(:\d+)?\/sign-in\?next=1$/);
    });

    test("a redirect of the app's own stays on https and on its host", async () => {
      const home = await send("/", {
        headers: { "x-forwarded-proto": "http", "x-forwarded-host": "evil.example" },
      });
      expect(home.status).toBe(307);
      const { location = "" } = home.headers;
      expect(new URL(String(location), appUrl).origin).toBe(appUrl);
    });

    test("a webhook signed for the https URL is accepted, whatever a client says of host and scheme", async () => {
      const url = `${appUrl}/api/voice/call`;
      const accepted = await send("/api/voice/call", webhook(url));
      expect(accepted).toMatchObject({ status: 200, body: expect.stringContaining("<Response>") });
      const question = webhook(url);
      const forged = { ...question.headers, "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
      expect((await send("/api/voice/call", { ...question, headers: forged })).status).toBe(200);
    });

    test("a webhook signed for http, for another host, or with another token is refused", async () => {
      const forHttp = webhook(`${appUrl.replace("https:", "http:")}/api/voice/call`);
      const forOther = webhook("https://evil.example/api/voice/call");
      const byOther = webhook(`${appUrl}/api/voice/call`, "ff".repeat(16));
      for (const question of [forHttp, forOther, byOther]) {
        expect((await send("/api/voice/call", question)).status).toBe(403);
      }
      const asked = { ...forOther.headers, "x-forwarded-host": "evil.example" };
      expect((await send("/api/voice/call", { ...forOther, headers: asked })).status).toBe(403);
    });

    test("each client is counted by its own address, which no header can choose", async () => {
      const signUp = async (name: string, from: string, headers: Record<string, string> = {}) => {
        const person = {
          username: named(name),
          displayName: "New",
          password: `Correct ${crypto.randomUUID()}`,
        };
        const { status, body } = await send("/api/people", {
          method: "POST",
          from,
          headers: { "content-type": "application/json", origin: appUrl, ...headers },
          body: JSON.stringify(person),
        });
        return status === 201 ? "made" : JSON.parse(body).error.code;
      };
      const claim = (address: string) => ({
        "x-forwarded-for": address,
        "x-real-ip": address,
        forwarded: `for=${address}`,
      });
      expect(await signUp("first", client(1), claim("203.0.113.1"))).toBe("made");
      expect(await signUp("second", client(1), claim("203.0.113.2"))).toBe("made");
      expect(await signUp("third", client(1), claim("203.0.113.3"))).toBe("rate_limited");
      expect(await signUp("fourth", client(2))).toBe("made");
    });

    const json = () => ({ "content-type": "application/json", origin: appUrl });
    const jar = (...answers: Answer[]) =>
      answers.flatMap((one) => cookiesOf(one).map((cookie) => cookie.split(";")[0])).join("; ");

    /** Makes an account and signs in with it. */
    async function signIn(name: string, from: string) {
      const csrf = await send("/api/auth/csrf");
      const { csrfToken } = JSON.parse(csrf.body);
      const person = {
        username: named(name),
        displayName: "Signs in",
        password: `Correct ${crypto.randomUUID()}`,
      };
      const made = await send("/api/people", {
        method: "POST",
        from,
        headers: json(),
        body: JSON.stringify(person),
      });
      expect(made.status).toBe(201);
      const signedIn = await send("/api/auth/callback/credentials", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", origin: appUrl, cookie: jar(csrf) },
        body: new URLSearchParams({
          username: person.username,
          password: person.password,
          csrfToken,
          json: "true",
        }).toString(),
      });
      expect(signedIn.status).toBe(200);
      return { csrf, signedIn };
    }

    test("the cookies are for https and this host only, and with them one is signed in", async () => {
      const { csrf, signedIn } = await signIn("signs_in", client(3));
      expect(new URL(JSON.parse(signedIn.body).url).origin).toBe(appUrl);
      const cookies = [...cookiesOf(csrf), ...cookiesOf(signedIn)];
      expect(cookies.length).toBeGreaterThan(1);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/^__(Host|Secure)-/);
        expect(cookie).toMatch(/; Secure/);
        expect(cookie).not.toMatch(/; Domain/i);
      }
      expect(cookies.some((cookie) => cookie.startsWith("__Host-"))).toBe(true);
      const token = await send("/api/voice/token", {
        method: "POST",
        headers: { origin: appUrl, cookie: jar(csrf, signedIn) },
      });
      expect(token).toMatchObject({ status: 200, body: expect.stringContaining('"identity"') });
      // Local mode's address of signalling is not there.
      expect(Object.keys(JSON.parse(token.body)).sort()).toEqual(["expiresAt", "identity", "token"]);
    });

    test("an open stream of changes brings each of them at once", async () => {
      const { csrf, signedIn } = await signIn("listens", client(4));
      const headers = { ...json(), cookie: jar(csrf, signedIn), "accept-encoding": "gzip, br" };
      const ids = new URLSearchParams({ stream: crypto.randomUUID(), tab: crypto.randomUUID() });
      const stream = listen(`${appUrl}/api/changes?${ids}`, { ca, headers });
      try {
        await vi.waitFor(() => expect(stream.text()).toContain('{"kind":"hello","live":true}'), 10_000);
        const body = JSON.stringify({ doNotDisturb: true });
        expect((await send("/api/me", { method: "PATCH", headers, body })).status).toBe(200);
        await vi.waitFor(() => expect(stream.text()).toContain('{"kind":"own","what":["me"]}'), 5_000);
      } finally {
        stream.close();
      }
    });

    test("too large a body is refused", async () => {
      const body = "a".repeat(65_537);
      expect((await send("/api/people", { method: "POST", body })).status).toBe(413);
    });
  });
}
