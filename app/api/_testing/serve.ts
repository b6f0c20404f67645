import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { inScope } from "./scope";

/** A route handler behind a real address of this machine. */
export interface ServedRoute {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves one handler at every path, as Next would: for what asks the app over the network. */
export async function serveRoute(
  handler: (request: Request, context: unknown) => Promise<Response>,
): Promise<ServedRoute> {
  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const { method = "GET", url = "/" } = incoming;
    const body = method === "GET" ? null : Buffer.concat(parts);
    const request = new Request(`http://${incoming.headers.host}${url}`, { method, headers, body });
    const scope = { cookies: cookiesOf(headers), headers };
    const response = await inScope(scope, () => handler(request, { params: Promise.resolve({}) }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (!response.body) return outgoing.end();
    // Part by part, as a stream of events comes. A client that leaves cancels it.
    pipeline(Readable.fromWeb(response.body as NodeStream<Uint8Array>), outgoing, () => {});
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function cookiesOf(headers: Headers): Map<string, string> {
  const pairs = (headers.get("cookie") ?? "").split("; ").filter((pair) => pair.includes("="));
  return new Map(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.split("=", 2);
      return [name, decodeURIComponent(value)];
    }),
  );
}
