import { createServer as createHttpServer, request } from "node:http";
import type { AddressInfo, Server } from "node:net";

/** One request that went through a {@link timingProxy}. `status` is 0 if the app did not answer. */
export interface Timed {
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  /** When it came. */
  readonly at: Date;
}

/** Passes requests on to the app and notes how long each took. */
export async function timingProxy(appPort: number) {
  const timed: Timed[] = [];
  const server = createHttpServer((incoming, answer) => {
    const begun = performance.now();
    const at = new Date();
    const path = incoming.url?.split("?")[0] ?? "";
    const note = (status: number) => timed.push({ path, status, ms: performance.now() - begun, at });
    const outgoing = request(
      {
        host: "localhost",
        port: appPort,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
        response.on("end", () => note(response.statusCode ?? 0));
        response.on("error", () => answer.destroy());
      },
    );
    outgoing.on("error", () => {
      note(0);
      // As when nothing listens: the client sees a broken connection, and not an answer that we made up.
      incoming.socket.destroy();
    });
    incoming.pipe(outgoing);
  });
  server.keepAliveTimeout = 60_000;
  return { port: await listen(server), timed, close: () => close(server) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}

function close(server: Server): void {
  server.close();
}
