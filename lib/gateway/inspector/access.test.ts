import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Asking, InspectorRig, SECRET } from "../testing/inspector-rig";

let rig: InspectorRig;

beforeEach(async () => {
  rig = await InspectorRig.open();
});
afterEach(() => rig.close());

const bearer = { authorization: `Bearer ${SECRET}` };
const withSecret = `/inspector?secret=${encodeURIComponent(SECRET)}`;
const reset = (headers: Record<string, string>, more: Asking = {}) =>
  rig.ask("/inspector/actions/reset", { method: "POST", headers, ...more });

test("without a control secret nothing of the inspector exists", async () => {
  const without = await InspectorRig.openWithoutSecret();
  for (const path of ["/inspector", "/inspector?secret=", "/inspector/events", "/inspector/page.js"]) {
    const given: Record<string, string>[] = [
      {},
      { authorization: "Bearer undefined" },
      { authorization: "Bearer " },
    ];
    for (const headers of given) {
      expect((await without.ask(path, { headers })).status, path).toBe(404);
    }
  }
  without.close();
});

test("the link with the secret sets a cookie and leads to the page without the secret", async () => {
  const { status, headers } = await rig.ask(withSecret);
  expect(status).toBe(303);
  expect(headers.location).toBe("/inspector");
  const cookie = headers["set-cookie"]?.[0] ?? "";
  expect(cookie).toMatch(
    /^voice_gateway_inspector_\d+=[\w-]{43}; Path=\/inspector; HttpOnly; SameSite=Strict$/,
  );
  expect(cookie).not.toContain(SECRET);
  const page = await rig.ask("/inspector", { headers: { cookie: cookie.split(";")[0] ?? "" } });
  expect(page.status).toBe(200);
  expect(page.body).toContain('id="timeline"');
});

test("the form takes the secret, and refuses another one", async () => {
  const send = (secret: string, origin = rig.origin) =>
    rig.ask("/inspector/sign-in", {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ secret }).toString(),
    });
  expect((await send(SECRET)).status).toBe(303);
  const wrong = await send("guess");
  expect(wrong.status).toBe(401);
  expect(wrong.headers["set-cookie"]).toBeUndefined();
  expect(wrong.body).toContain("This is not the control secret.");
  expect((await send(SECRET, "http://localhost:1")).status).toBe(403);
  expect((await send("")).status).toBe(401);
});

describe("who is not known gets no entry:", () => {
  const secrets: [string, Record<string, string>][] = [
    ["nothing", {}],
    ["another secret", { authorization: "Bearer guess" }],
    ["the secret without Bearer", { authorization: SECRET }],
    ["an empty cookie", { cookie: "voice_gateway_inspector_0=" }],
    ["the secret as the cookie", { cookie: `voice_gateway_inspector_0=${encodeURIComponent(SECRET)}` }],
  ];
  test.each(secrets)("%s", async (_name, given) => {
    const headers = { ...given };
    if (headers.cookie) headers.cookie = headers.cookie.replace("_0=", `_${rig.port}=`);
    expect((await rig.ask("/inspector/events", { headers })).status).toBe(401);
    expect((await rig.ask(`/inspector/recordings/RE${"a".repeat(32)}.wav`, { headers })).status).toBe(401);
    expect((await reset({ ...headers, origin: rig.origin })).status).toBe(401);
    const page = await rig.ask("/inspector", { headers });
    expect(page.status).toBe(401);
    expect(page.body).toContain("Control secret");
    expect(page.body).not.toContain('id="timeline"');
  });

  test("the cookie of a gateway that has stopped", async () => {
    const other = await InspectorRig.open();
    const { cookie = "" } = await other.signIn();
    other.close();
    const headers = { cookie: cookie.replace(/_\d+=/, `_${rig.port}=`) };
    expect((await rig.ask("/inspector/events", { headers })).status).toBe(401);
  });
});

describe("although the secret is right, refused is", () => {
  test.each([
    "192.168.1.7",
    "10.0.0.1",
    "::ffff:192.168.1.7",
    "fe80::1",
    "1127.0.0.1",
    "2001:db8::127.0.0.1",
  ])("the address %s", async (remote) => {
    for (const path of [withSecret, "/inspector", "/inspector/events", "/inspector/page.css"]) {
      expect((await rig.ask(path, { headers: bearer, remote })).status, path).toBe(403);
    }
    expect((await reset(bearer, { remote })).status).toBe(403);
  });

  test.each([
    "evil.test",
    "localhost.evil.test",
    "127.0.0.1.evil.test:80",
    "evil.test:3001",
    "0.0.0.0",
    "a@localhost",
  ])("the Host %j, as of a page that was led here", async (host) => {
    expect((await rig.ask(withSecret, { headers: { host } })).status).toBe(403);
    expect((await rig.ask("/inspector/events", { headers: { ...bearer, host } })).status).toBe(403);
    expect((await reset({ ...bearer, host, origin: `http://${host}` })).status).toBe(403);
  });

  test.each(["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"])(
    "a request through a proxy, with %s",
    async (name) => {
      expect((await rig.ask("/inspector", { headers: { ...bearer, [name]: "127.0.0.1" } })).status).toBe(403);
    },
  );

  test("what a page of another origin asks for, also of another port of this machine", async () => {
    const { cookie = "" } = await rig.signIn();
    const ask = (path: string, site: string, mode: string) =>
      rig.open(path, { headers: { cookie, "sec-fetch-site": site, "sec-fetch-mode": mode } });
    for (const site of ["same-site", "cross-site"]) {
      for (const path of [
        "/inspector/events",
        "/inspector",
        `/inspector/recordings/RE${"0".repeat(32)}.wav`,
      ]) {
        expect((await ask(path, site, "no-cors")).statusCode, `${path} ${site}`).toBe(403);
      }
      expect((await ask("/inspector", site, "navigate")).statusCode).toBe(200);
    }
    expect((await ask("/inspector/events", "same-origin", "cors")).statusCode).toBe(200);
  });

  test("a change that comes from another origin, or from none", async () => {
    const { cookie = "" } = await rig.signIn();
    for (const origin of [
      "http://evil.test",
      "null",
      "http://localhost",
      `http://127.0.0.1:${rig.port}`,
      `https://localhost:${rig.port}`,
    ]) {
      expect((await reset({ cookie, origin })).status, origin).toBe(403);
    }
    expect((await reset({ cookie })).status).toBe(403);
    expect((await reset({ ...bearer, origin: "http://evil.test" })).status).toBe(403);
    expect(
      (await rig.ask("/inspector/actions/reset", { headers: { cookie, origin: rig.origin } })).status,
    ).toBe(404);
    expect((await reset({ cookie, origin: rig.origin })).status).toBe(200);
  });
});

test.each(["127.0.0.1", "127.0.0.53", "::1", "::ffff:127.0.0.1"])(
  "the address %s is of this machine",
  async (remote) => {
    expect((await rig.ask("/inspector", { headers: bearer, remote })).status).toBe(200);
  },
);

test.each(["localhost", "LOCALHOST:3001", "127.0.0.1:3001", "[::1]", "[::1]:3001"])(
  "the Host %s is taken",
  async (host) => {
    expect((await rig.ask("/inspector", { headers: { ...bearer, host } })).status).toBe(200);
  },
);

test("a program without a browser needs the secret alone", async () => {
  expect((await reset(bearer)).status).toBe(200);
});

test("every answer forbids scripts and files from elsewhere, frames and copies", async () => {
  for (const path of ["/inspector", "/inspector/page.js", "/inspector/page.css", "/inspector/nothing"]) {
    const { headers } = await rig.ask(path, { headers: bearer });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  }
});
