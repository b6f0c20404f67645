import { type VoicemailsResponse, voicemailsResponseSchema } from "@/lib/contracts";
import { type FailureCode, failureOf, request, send } from "./request";
import { serverQuery } from "./server-state";

/**
 * All of my messages, with what was written down of them. Records of calls say the rest, so it is requested only where a
 * message is open.
 */
export const voicemailsQuery = serverQuery<VoicemailsResponse>({
  key: ["voicemails"],
  pollMs: 30_000,
  backstopMs: false,
  load: (signal) => request("/api/voicemail", voicemailsResponseSchema, { signal }),
  keep: true,
});

const pathOf = (id: string) => `/api/voicemail/${encodeURIComponent(id)}`;

/** Where the sound of a message is, for an audio element. */
export function audioPath(id: string): string {
  return `${pathOf(id)}/audio`;
}

/** The same as a file to be saved. */
export function downloadPath(id: string): string {
  return `${audioPath(id)}?download=1`;
}

/** Marks a message as heard. Throws RequestError. */
export async function markHeard(id: string): Promise<void> {
  await send(`${pathOf(id)}/heard`, { method: "POST" });
}

/** Deletes a message for good. Throws RequestError: `not_found` if it is gone already. */
export async function removeMessage(id: string): Promise<void> {
  await send(pathOf(id), { method: "DELETE" });
}

/**
 * Why the sound of a message does not play: an audio element does not say it. null: the server gives the sound, so it is
 * the browser that cannot play it.
 */
export async function whyNoSound(id: string): Promise<FailureCode | null> {
  try {
    const response = await send(audioPath(id));
    await response.body?.cancel();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
