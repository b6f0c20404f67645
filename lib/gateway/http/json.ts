import type { IncomingMessage } from "node:http";

/** An answer: its status, and a body that is sent as JSON. */
export interface JsonReply {
  status: number;
  body: unknown;
}

/** An answer that says what is wrong. */
export function failure(status: number, code: string, message: string): JsonReply {
  return { status, body: { error: { code, message } } };
}

const MAX_BODY_LENGTH = 64 * 1024;

/** The body of a request as text; undefined when it is too long. Rejects when the request breaks off. */
export async function readText(request: IncomingMessage): Promise<string | undefined> {
  let text = "";
  // The stream decodes, since a character may be split across two chunks.
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_BODY_LENGTH) return undefined;
  }
  return text;
}

/** The JSON body of a request, `{}` for an empty one; undefined when it is too long or malformed. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  try {
    return text === "" ? {} : JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
