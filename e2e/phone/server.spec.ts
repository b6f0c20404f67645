import { execFileSync } from "node:child_process";
import { connect, type Socket } from "node:net";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

test.describe.configure({ mode: "serial" });

let stack: Stack | undefined;
test.beforeAll(async () => {
  // Few sign-ups use the limit up.
  stack = await startStack({ SIGN_UPS_PER_HOUR: "3" });
});
test.afterAll(() => stack?.stop());

function running(): Stack {
  if (!stack) throw new Error("the stack has not started");
  return stack;
}
const port = () => Number(new URL(running().appUrl).port);

/** Sends raw bytes and returns the beginning of the answer. */
function raw(text: string, host = "127.0.0.1"): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port(), host, () => socket.write(text));
    socket.on("data", (data) => {
      answer += data.toString();
      if (answer.includes("\r\n\r\n")) socket.end();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const paths = [
  "/",
  "/sign-in",
  "/api/health",
  "/api/voice/call",
  "/api/none",
  "/sw.js",
  "/_next/x",
  "/no-page",
];

test("odd methods are answered with 405 or 501 on every path, and nothing fails", async () => {
  for (const path of paths) {
    for (const [method, status] of [
      ["TRACE", 405],
      ["PROPFIND", 501],
      ["MKCOL", 501],
    ]) {
      const answer = await raw(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      expect(answer, `${method} ${path}`).toContain(`HTTP/1.1 ${status} `);
      expect(answer).not.toContain("    at ");
    }
  }
  expect(running().output()).not.toMatch(/TypeError|"level":"error"/);
});

/** Begins an upload of 10 MB, sends nearly all of it and leaves it open. */
function upload(path: string, framing: "length" | "chunked"): Socket {
  const socket = connect(port(), "127.0.0.1");
  const chunk = Buffer.alloc(64 * 1024, "a");
  let left = 150;
  const send = () => {
    for (; left > 0; left--) {
      if (framing === "chunked") socket.write(`${chunk.length.toString(16)}\r\n`);
      const goesOn = socket.write(chunk);
      if (framing === "chunked") socket.write("\r\n");
      if (goesOn) continue;
      left--;
      socket.once("drain", send);
      return;
    }
  };
  const header = framing === "chunked" ? "Transfer-Encoding: chunked" : "Content-Length: 10000000";
  // The server may answer and close before it has everything.
  socket.on("error", () => {}).resume();
  socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n${header}\r\n\r\n`);
  send();
  return socket;
}

const megabytes = () =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(running().appPid())], { encoding: "utf8" })) / 1024;

test("fifty open uploads of 10 MB take no memory", async ({ request }) => {
  // The first request to each kind of path loads its code.
  for (const path of paths) await request.post(`${running().appUrl}${path}`, { data: "a" });
  const before = megabytes();
  const open: Socket[] = [];
  for (const path of ["/api/people", "/sign-in", "/api/voice/call", "/no-page", "/api/none"]) {
    for (let count = 0; count < 5; count++) open.push(upload(path, "length"), upload(path, "chunked"));
  }
  // The server still answers, and each answer comes after more of the uploads has been read.
  for (let count = 0; count < 20; count++) {
    expect((await request.get(`${running().appUrl}/api/health`)).status()).toBe(200);
  }
  // They would take 500 MB if the server kept them.
  expect(megabytes() - before).toBeLessThan(100);
  for (const socket of open) socket.destroy();
});

test("a client that names other addresses is still one client", async ({ request }) => {
  const signUp = (address: string, count: number) =>
    request.post(`${running().appUrl}/api/people`, {
      headers: { "x-forwarded-for": address },
      data: {
        username: `forger_${count}`,
        displayName: "Forger",
        password: `Correct ${crypto.randomUUID()}`,
      },
    });
  for (let count = 0; count < 3; count++) {
    expect((await signUp(`203.0.113.${count}`, count)).status()).toBe(201);
  }
  expect((await signUp("203.0.113.9", 9)).status()).toBe(429);
  const lines = running()
    .output()
    .split("\n")
    .filter((line) => line.includes('"event":"rate_limited"'));
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
    level: "warn",
    limit: "sign-up",
    address: expect.stringMatching(/^(127\.0\.0\.1|0:0:0:0::\/64)$/),
  });
});

test("every name of this machine opens the app, and one can sign in there", async ({ browser }) => {
  for (const host of ["127.0.0.1", "[::1]"]) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://${host}:${port()}/sign-in`);
    await page.getByRole("textbox", { name: "Username" }).fill("alice");
    await page.getByRole("textbox", { name: "Password" }).fill("browser-phone");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("status", { name: "Phone" })).toContainText("Ready");
    expect(new URL(page.url()).hostname).toBe(host);
  }
});

test("a failed sign-in is one line of the log without the name or the password", async ({ request }) => {
  const { csrfToken } = await (await request.get(`${running().appUrl}/api/auth/csrf`)).json();
  const form = { username: "my-secret-typed-here", password: "hush hush", csrfToken, json: "true" };
  expect((await request.post(`${running().appUrl}/api/auth/callback/credentials`, { form })).status()).toBe(
    401,
  );
  await expect.poll(() => running().output()).toContain('"event":"sign_in_failed"');
  expect(running().output()).not.toMatch(/my-secret-typed-here|hush/);
});
