import "server-only";
import { type ReadGuest, readGuestRequest } from "./read-guest";
import { type ReadRequest, readRequest } from "./read-request";
import type { VoiceRequest } from "./webhook-params";

/** All that has to be known to answer the request of a call, and who makes it. */
export type ReadCaller =
  | ({ readonly kind: "person" } & ReadRequest)
  | ({ readonly kind: "guest" } & ReadGuest);

/** Reads it, for a person or a guest: the two have identities of different forms. Undefined: nobody calls. */
export async function readCaller(request: VoiceRequest): Promise<ReadCaller | undefined> {
  const person = await readRequest(request);
  if (person) return { kind: "person", ...person };
  const guest = await readGuestRequest(request);
  return guest && { kind: "guest", ...guest };
}

/** Whether the existing call with the ref or the CallSid of the request was placed by this caller. */
export function isTheirs(read: ReadCaller): boolean {
  const { existing } = read;
  if (read.kind === "guest") return existing?.guestLinkId === read.caller.linkId;
  return existing?.callerId === read.caller.id;
}
