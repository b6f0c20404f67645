import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The authority that the server's certificate must be from. */
  readonly ca?: string;
  /** The address of this machine to ask from. */
  readonly from?: string;
}

/** One request on a connection of its own. Redirects are not followed. */
export function ask(
  url: string,
  { method = "GET", headers = {}, body, ca, from }: Question = {},
): Promise<Answer> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const options = {
    method,
    headers,
    agent: false,
    family: 4,
    ...(ca ? { ca } : {}),
    ...(from ? { localAddress: from } : {}),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** An answer that goes on: what has come of it so far. */
interface Listening {
  text(): string;
  close(): void;
}

/** Begins to read an answer that does not end by itself. */
export function listen(url: string, { headers = {}, ca }: Question): Listening {
  let text = "";
  const asked = requestHttps(url, { headers, agent: false, family: 4, ...(ca ? { ca } : {}) }, (answer) => {
    answer.setEncoding("utf8");
    answer.on("data", (chunk: string) => {
      text += chunk;
    });
    answer.on("error", () => {});
  });
  asked.on("error", (error) => {
    text += String(error);
  });
  asked.end();
  return { text: () => text, close: () => asked.destroy() };
}
