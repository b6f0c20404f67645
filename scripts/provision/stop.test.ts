import { once } from "node:events";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { openTwilio } from "./testing/command";
import { onFreshAccount } from "./testing/fresh-account";

const at = onFreshAccount();

/** Stands before the gateway, and calls `act` before it passes on a request to this path. */
async function startProxy(method: string, path: RegExp, act: () => void) {
  const server = createServer((request, response) => {
    if (request.method === method && path.test(request.url ?? "")) act();
    const { url: target, headers } = request;
    const onward = send(
      { port: at.gateway.port, path: target, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}

const counts = async () => [
  (await openTwilio(at.gateway.port).applications.list()).length,
  (await openTwilio(at.gateway.port).keys.list()).length,
];

it.each([
  ["while it looks", "GET", /Applications/, 130, [0, 0], "Stopped. Nothing was changed."],
  ["while the app is made", "POST", /Applications/, 130, [1, 0], "run the same command again"],
  // A key whose secret is written nowhere would be of no use, so the last step is finished.
  ["while the key is made", "POST", /Keys/, 0, [1, 1], "Everything is set up"],
] as const)("Ctrl-C %s", async (_title, method, path, code, made, expected) => {
  let pid: number | undefined;
  const proxy = await startProxy(method, path, () => {
    if (pid !== undefined) process.kill(pid, "SIGINT");
  });
  const run = await at.place.run(["--app-url", "https://phone.example.com"], {
    env: { TWILIO_API_URL: proxy.url },
    onStart: (started) => {
      pid = started;
    },
  });
  proxy.close();
  expect(run.code).toBe(code);
  expect(run.out + run.err).toContain(expected);
  expect(await counts()).toEqual(made);
  const isWritten = made[1] === 1;
  if (isWritten) expect(Object.keys(at.place.values())).toHaveLength(9);
  else expect(() => at.place.read()).toThrow("ENOENT");
});
