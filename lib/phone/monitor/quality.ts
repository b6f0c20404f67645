import type { VoiceSample } from "../ports/voice";
import type { Quality, QualityScore, QualityWarning } from "../types";

/** The SDK's warning names (call.ts, WARNING_PREFIXES and WARNING_NAMES); two of them mean packet loss. */
const warnings: ReadonlyMap<string, QualityWarning> = new Map([
  ["high-rtt", "high_rtt"],
  ["high-jitter", "high_jitter"],
  ["high-packet-loss", "high_packet_loss"],
  ["high-packets-lost-fraction", "high_packet_loss"],
  ["low-mos", "low_mos"],
  ["low-bytes-received", "no_incoming_audio"],
  ["ice-connectivity-lost", "ice_lost"],
]);

/** The SDK's name of the warning that the microphone gives the same level all the time. */
export const silentMicrophoneWarning = "constant-audio-input-level";

function shownWarnings(names: ReadonlySet<string>): QualityWarning[] {
  const shown = new Set<QualityWarning>();
  for (const name of names) {
    const warning = warnings.get(name);
    if (warning) shown.add(warning);
  }
  return [...shown];
}

function scoreOf(mos: number | null, shown: readonly QualityWarning[]): QualityScore {
  if (shown.includes("no_incoming_audio") || shown.includes("ice_lost")) return 0;
  if (mos === null) return null;
  if (mos >= 4.1) return 4;
  if (mos >= 3.7) return 3;
  if (mos >= 3.1) return 2;
  return 1;
}

/** What is shown of a call's quality: the last sample and the SDK's warnings that stand, by its names. */
export function qualityOf(sample: VoiceSample | null, names: ReadonlySet<string>): Quality {
  const shown = shownWarnings(names);
  return {
    score: scoreOf(sample?.mos ?? null, shown),
    warnings: shown,
    rttMs: sample?.rttMs ?? null,
    jitterMs: sample?.jitterMs ?? null,
    lossFraction: sample?.lossFraction ?? null,
  };
}
