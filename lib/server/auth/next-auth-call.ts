import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { verifyCredentials } from "./verify-credentials";

interface Attempt {
  readonly address: string;
  error?: unknown;
}

const attempts = new AsyncLocalStorage<Attempt>();

/**
 * Runs next-auth's handling of a request, and throws what failed in a callback of ours meanwhile.
 *
 * next-auth makes its own of such errors: at sign-in a 401 with the error's text in a URL, at sign-out a success
 * although the session lives on, at reading a session a cleared cookie. Each time for a database that is away.
 */
export async function runAttempt(address: string, work: () => Promise<Response>): Promise<Response> {
  const attempt: Attempt = { address };
  const response = await attempts.run(attempt, work);
  if (attempt.error !== undefined) throw attempt.error;
  return response;
}

/** Runs a part of a callback, whose failure is to be that of the whole request. */
export async function orFail<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const attempt = attempts.getStore();
    if (attempt) attempt.error = error;
    throw error;
  }
}

/** next-auth's `authorize`: the person's id, or null. */
export async function attemptedSignIn(given: Partial<Record<"username" | "password", unknown>> | undefined) {
  const address = attempts.getStore()?.address;
  if (address === undefined) throw new Error("a sign-in outside of runAttempt");
  const [username, password] = [given?.username, given?.password];
  if (typeof username !== "string" || typeof password !== "string") return null;
  const id = await orFail(verifyCredentials({ username, password }, address));
  return id === null ? null : { id };
}
