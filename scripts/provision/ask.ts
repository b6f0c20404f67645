import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** The person pressed Ctrl-C or Ctrl-D instead of an answer. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks on the terminal. The question goes to standard error, so that standard output can be a file.
 *
 * @param hidden the answer is not shown while it is typed
 */
export async function ask(question: string, hidden = false): Promise<string> {
  // Node's own line editor shows what is typed on its output. One that drops everything needs no library.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = hidden ? nowhere : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  if (hidden) process.stderr.write(question);
  const gone = new Promise<never>((_, reject) => {
    lines.once("SIGINT", () => reject(new NoAnswer()));
    lines.once("close", () => reject(new NoAnswer()));
  });
  gone.catch(() => {});
  try {
    const answer = await Promise.race([lines.question(hidden ? "" : question), gone]);
    return answer.trim();
  } finally {
    lines.close();
    if (hidden) process.stderr.write("\n");
  }
}

/** Asks for a yes. Anything else is a no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `));
}
