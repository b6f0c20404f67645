import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An application on a real port that dials the client that `To` names. */
export interface TestApp {
  readonly voiceUrl: string;
  /** The parameters of each request, in order. */
  readonly requests: Record<string, string>[];
  close(): void;
}

/** Starts the application on a free port. */
export async function startTestApp(): Promise<TestApp> {
  const requests: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const params = Object.fromEntries(new URLSearchParams(body));
    requests.push(params);
    const twiml = `<Response><Dial answerOnBridge="true" timeout="20"><Client>${params.To}</Client></Dial></Response>`;
    response.writeHead(200, { "Content-Type": "text/xml" }).end(twiml);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    voiceUrl: `http://127.0.0.1:${port}/voice`,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
