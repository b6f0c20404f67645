import { headers } from "next/headers";
import { type Opening, openingElementId, type TokenResponse } from "@/lib/contracts";
import type { currentSession } from "@/lib/server/auth";
import { createVoiceToken } from "@/lib/server/voice/voice-token";

type Session = NonNullable<Awaited<ReturnType<typeof currentSession>>>;

/**
 * The access token that a page brings along. null: the phone asks for one, since this is no page load but a part of one
 * or a page that may never be shown, or since no token can be made at the moment.
 */
export async function tokenForPage(session: Session): Promise<TokenResponse | null> {
  const sent = await headers();
  if (sent.get("sec-fetch-dest") !== "document" || sent.has("sec-purpose")) return null;
  // Whatever it is, the phone learns it by its own request, and says it.
  return createVoiceToken(session).catch(() => null);
}

/** Data alone, for scripts that run before React takes the page over. In an attribute, where React escapes it. */
export function PhoneOpening(opening: Opening) {
  const isLocal = opening.token?.signaling !== undefined;
  return (
    <div
      hidden
      id={openingElementId}
      data-opening={JSON.stringify(opening)}
      data-local={isLocal ? "" : undefined}
    />
  );
}
