import "server-only";
import { randomBytes } from "node:crypto";
import { voiceIdentity } from "@/lib/server/voice/voice-identity";

/**
 * A Twilio identity in the form of ours that belongs to nobody: 256 random bits, of no person and no session. Whoever
 * calls with it is refused without a trace, and nobody dials it.
 */
export function identityOfNobody(): string {
  const random = () => randomBytes(16).toString("hex");
  return voiceIdentity(`u_${random()}`, random());
}
