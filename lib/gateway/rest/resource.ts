import type { IncomingMessage } from "node:http";
import { readForm } from "./form";
import { type RestReply, restError } from "./rest-reply";

/** A request whose credentials are good. */
export interface RestRequest {
  message: IncomingMessage;
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
}

/** What a resource can do; a method that it lacks is answered with 405. */
export interface Methods {
  get?(): RestReply;
  post?(form: URLSearchParams): RestReply;
  delete?(): RestReply;
}

/**
 * Carries out the method of a request.
 *
 * @param refuse says whether the request is still allowed. It is asked again once the form is there: a slow one may take
 *   minutes, in which the account may be suspended, or the key deleted.
 */
export async function perform(
  { message, method }: RestRequest,
  methods: Methods,
  refuse: () => RestReply | undefined,
): Promise<RestReply> {
  if (method === "GET" && methods.get) return methods.get();
  if (method === "DELETE" && methods.delete) return methods.delete();
  if (method !== "POST" || !methods.post) return restError(20004);
  const form = await readForm(message);
  return refuse() ?? methods.post(form);
}
