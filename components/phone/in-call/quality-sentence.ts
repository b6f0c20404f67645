import type { Quality, QualityWarning } from "@/lib/phone/model/types";

/** The worst first: only one sentence is shown at a time. */
const order: readonly QualityWarning[] = [
  "ice_lost",
  "no_incoming_audio",
  "high_packet_loss",
  "high_jitter",
  "high_rtt",
  "low_mos",
];

/** The warning to put into words, or null when all is well. */
export function qualitySentence(quality: Quality): QualityWarning | null {
  return order.find((warning) => quality.warnings.includes(warning)) ?? null;
}
