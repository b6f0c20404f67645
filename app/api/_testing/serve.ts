import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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
    const scope = { cookies: new Map<string, string>(), headers };
    const response = await inScope(scope, () => handler(request, { params: Promise.resolve({}) }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
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
