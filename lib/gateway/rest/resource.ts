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

/** Carries out the method of a request. */
export async function perform({ message, method }: RestRequest, methods: Methods): Promise<RestReply> {
  if (method === "GET" && methods.get) return methods.get();
  if (method === "DELETE" && methods.delete) return methods.delete();
  if (method !== "POST" || !methods.post) return restError(20004);
  return methods.post(await readForm(message));
}
