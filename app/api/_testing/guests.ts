import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import {
  apiErrorSchema,
  type CallRecord,
  callRecordSchema,
  type GuestLink,
  type GuestLinkRequest,
  guestLinksResponseSchema,
  newGuestLinkSchema,
  tokenResponseSchema,
} from "@/lib/contracts";
import { Browser } from "./browser";
import type { TestCall } from "./calls";
import { newCallSid, voiceRequest, webhook } from "./network";
import { newAddress, type TestPerson } from "./people";
import { guestCall, guestEnded, guestLink, guestLinks, guestToken } from "./routes";

/** A link as its owner got it. */
export interface TestLink {
  readonly id: string;
  readonly secret: string;
}

/** A page of somebody without an account that shows a link. */
export interface TestGuest {
  readonly secret: string;
  readonly key: string;
  readonly name: string;
  readonly address: string;
}

/** Makes a link, as the settings do. */
export async function newLink(owner: TestPerson, change: Partial<GuestLinkRequest> = {}): Promise<TestLink> {
  const response = await askForLink(owner, change);
  expect(response.status).toBe(201);
  const { link, url } = newGuestLinkSchema.parse(await response.json());
  return { id: link.id, secret: url.split("/guest/")[1] ?? "" };
}

/** The answer to the request for one more link. */
export function askForLink(
  { browser }: TestPerson,
  change: Partial<GuestLinkRequest> = {},
): Promise<Response> {
  const json = { label: "", once: false, days: 7, ...change };
  return browser.send(guestLinks.POST, "/api/guest-links", { json });
}

/** The links that the settings show. */
export async function linksOf({ browser }: TestPerson): Promise<GuestLink[]> {
  const response = await browser.send(guestLinks.GET, "/api/guest-links");
  return guestLinksResponseSchema.parse(await response.json()).links;
}

/** Withdraws a link, as the settings do. */
export function withdraw({ browser }: TestPerson, id: string): Promise<Response> {
  const context = { params: Promise.resolve({ id }) };
  return browser.send(guestLink.DELETE, `/api/guest-links/${id}`, { method: "DELETE", context });
}

/** A page that shows the link, of which nobody has given a name yet. */
export function newGuest({ secret }: Pick<TestLink, "secret">, name = "Carol"): TestGuest {
  return { secret, name, key: randomUUID(), address: newAddress() };
}

/** The answer to a guest who asks for a token. */
export function askForToken({ secret, key, name, address }: TestGuest): Promise<Response> {
  return new Browser().send(guestToken.POST, `/api/guest/${secret}/token`, {
    json: { key, name },
    headers: { "x-forwarded-for": address },
    context: { params: Promise.resolve({ secret }) },
  });
}

/** The guest's Twilio identity, from a token. */
export async function guestIdentityOf(guest: TestGuest): Promise<string> {
  return tokenResponseSchema.parse(await (await askForToken(guest)).json()).identity;
}

/** Calls the link's owner as the guest's page does. `to`: what it sends as `To`. */
export async function dialAsGuest(
  guest: TestGuest,
  { to = "guest", ref = randomUUID() as string, identity = "" } = {},
): Promise<TestCall> {
  const callSid = newCallSid();
  const from = identity || (await guestIdentityOf(guest));
  const response = await webhook("call", voiceRequest(from, { To: to, ref }, callSid));
  return { ref, callSid, childSid: newCallSid(), twiml: await response.text() };
}

/** The answer to a guest who asks how a call went. */
export function askForCall(
  { secret }: Pick<TestGuest, "secret">,
  ref: string,
  query = "",
): Promise<Response> {
  return new Browser().send(guestCall.GET, `/api/guest/${secret}/calls/${ref}${query}`, {
    context: { params: Promise.resolve({ secret, ref }) },
  });
}

/** The call as the guest sees it. */
export async function guestRecordOf(guest: TestGuest, { ref }: TestCall): Promise<CallRecord> {
  return callRecordSchema.parse(await (await askForCall(guest, ref)).json());
}

/** The guest's page reports that its side is over. */
export async function sendGuestEnded({ secret }: TestGuest, { ref }: TestCall): Promise<void> {
  const response = await new Browser().send(guestEnded.POST, `/api/guest/${secret}/calls/${ref}/ended`, {
    json: {},
    context: { params: Promise.resolve({ secret, ref }) },
  });
  expect(response.status).toBe(202);
}

/** The error code of an answer; undefined if it is none. */
export async function codeOf(response: Response): Promise<string | undefined> {
  return apiErrorSchema.safeParse(await response.json().catch(() => null)).data?.error.code;
}
