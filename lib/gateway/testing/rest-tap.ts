import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import twilio from "twilio";
import RequestClient from "twilio/lib/base/RequestClient.js";
import { listenOnFreePort } from "./listen";
import { contractProblems, type RestExchange } from "./openapi";

/** Stands between clients and the gateway, passes every byte on, and compares each exchange with Twilio's OpenAPI document. */
export class RestTap {
  readonly exchanges: RestExchange[] = [];

  private constructor(
    readonly server: Server,
    readonly origin: string,
  ) {}

  /** Opens a tap in front of the gateway at a port of this machine. */
  static async open(gatewayPort: number): Promise<RestTap> {
    const server = createServer();
    const tap = new RestTap(server, `http://127.0.0.1:${await listenOnFreePort(server)}`);
    server.on("request", async (incoming, outgoing) => {
      const { method = "GET", url = "/", headers } = incoming;
      const form = await textOf(incoming);
      const options = { host: "127.0.0.1", port: gatewayPort, method, path: url, headers, agent: false };
      const forwarded = httpRequest(options, async (answer) => {
        const { statusCode: status = 0, headers: answered } = answer;
        const body = await textOf(answer);
        tap.exchanges.push({ method, url, form, status, contentType: answered["content-type"], body });
        outgoing.writeHead(status, answered).end(body);
      });
      forwarded.on("error", () => outgoing.destroy());
      forwarded.end(form);
    });
    return tap;
  }

  /** What did not fit Twilio's document, in all exchanges so far. */
  problems(): string[] {
    return this.exchanges.flatMap(contractProblems);
  }

  /** The official client library. Only the origin of its requests is changed. */
  client(username: string, password: string, accountSid?: string): twilio.Twilio {
    return restClient(this.origin, { username, password, accountSid });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** The official client library, whose requests go to `origin` and are not changed otherwise. */
export function restClient(
  origin: string,
  { username, password, accountSid }: { username: string; password: string; accountSid?: string | undefined },
): twilio.Twilio {
  const httpClient = new OtherOrigin(origin);
  return twilio(username, password, accountSid === undefined ? { httpClient } : { httpClient, accountSid });
}

class OtherOrigin extends RequestClient {
  constructor(readonly origin: string) {
    super();
  }

  override request<TData>(options: RequestClient.RequestOptions<TData>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<TData>({ ...options, uri: `${this.origin}${pathname}${search}` });
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message.setEncoding("utf8")) text += String(chunk);
  return text;
}
