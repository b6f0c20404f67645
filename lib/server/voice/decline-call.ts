import "server-only";
import { declineCall } from "../calls/waking";
import type { Session } from "../identity";
import { hit } from "../limits";
import type { Around } from "./around";
import { endLegs } from "./end-calls";
import { tellClosedOver } from "./tell-closed";

/**
 * Declines a call from the notification of a device whose phone is closed, for all devices of its person. Does nothing if
 * the call is answered or over. Throws `not_found` for a call of other people, and `rate_limited`.
 */
export async function declineFromClosed(
  { id, voiceId, person }: Session,
  ref: string,
  { afterwards }: Pick<Around, "afterwards">,
): Promise<void> {
  await hit({ name: "decline", hits: 60, seconds: 60 }, id);
  const mustEnd = await declineCall({ personId: person.id, voiceId }, ref);
  if (mustEnd === null) return;
  await endLegs(mustEnd);
  afterwards(() => tellClosedOver({ ref }));
}
