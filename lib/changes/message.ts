import "server-only";
import type { Change } from "./change";

/** What one process sends to all. */
export interface Message {
  /** The process that sent it, which does not listen to itself. */
  readonly from: string;
  readonly changes?: readonly Change[];
  /** A sign of life that the sender waits for. */
  readonly probe?: string;
  /** Changes of before may have been lost. */
  readonly gap?: boolean;
}

/** Reads a message. Undefined for anything else, such as a message of a later version. */
export function readMessage(text: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(text);
    const isOurs = typeof message === "object" && message !== null && "from" in message;
    return isOurs ? (message as Message) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Texts of changes in as few messages as possible, none longer than `mostBytes`. A change that is longer by itself gives
 * way to the note that something is missing.
 */
export function toMessages(from: string, changes: Iterable<string>, mostBytes: number): string[] {
  const head = `{"from":${JSON.stringify(from)},"changes":[`;
  const most = mostBytes - Buffer.byteLength(head) - 2;
  const messages: string[] = [];
  let part: string[] = [];
  let size = 0;
  const finish = () => {
    if (part.length > 0) messages.push(`${head}${part.join(",")}]}`);
    part = [];
    size = 0;
  };
  for (const change of changes) {
    const length = Buffer.byteLength(change) + 1;
    if (length > most) {
      messages.push(JSON.stringify({ from, gap: true } satisfies Message));
      continue;
    }
    if (size + length > most) finish();
    part.push(change);
    size += length;
  }
  finish();
  return messages;
}
