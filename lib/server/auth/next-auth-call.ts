import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { verifyCredentials } from "./verify-credentials";

interface NextAuthCall {
  /** The client's network address. */
  readonly address: string;
  /** What a callback of ours threw meanwhile. */
  failure?: { readonly error: unknown };
}

const calls = new AsyncLocalStorage<NextAuthCall>();

/**
 * Lets next-auth handle a request, and throws the error that a callback of ours threw meanwhile.
 *
 * next-auth itself hides such an error: at sign-in it answers 401 with the error's text in a URL, at sign-out success
 * although the session lives on, and when it reads a session it clears the cookie. The error may only mean that the
 * database is down.
 */
export async function callNextAuth(address: string, handle: () => Promise<Response>): Promise<Response> {
  const call: NextAuthCall = { address };
  const response = await calls.run(call, handle);
  if (call.failure) throw call.failure.error;
  return response;
}

/** Marks work of a callback: if it fails, the whole request fails (see {@link callNextAuth}). */
export async function failRequestIfFails<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const call = calls.getStore();
    if (call) call.failure = { error };
    throw error;
  }
}

/** next-auth's `authorize` for username and password: the person's id, or null if they do not match. */
export async function authorize(given: Partial<Record<"username" | "password", unknown>> | undefined) {
  const address = calls.getStore()?.address;
  if (address === undefined) throw new Error("authorize was called outside of callNextAuth");
  const [username, password] = [given?.username, given?.password];
  if (typeof username !== "string" || typeof password !== "string") return null;
  const id = await failRequestIfFails(verifyCredentials({ username, password }, address));
  return id === null ? null : { id };
}
