import { createInterface } from "node:readline/promises";

/**
 * Asks a question at the terminal. Only "y" and "yes" are yes; the end of the input and Ctrl-C are no. Without a terminal
 * nobody can answer, and a program that runs the command means it, so that the answer is yes.
 */
export async function confirmAtTerminal(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return true;
  // Standard output has what the command prints, and nothing else.
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  reader.once("close", () => closed.abort());
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal: closed.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    reader.close();
  }
}
