import type { Quality, QualityScore, QualityWarning } from "../model/types";
import type { VoiceSample, VoiceWarning } from "../ports/voice";

/** How a warning is shown; null: it does not concern the quality. */
function shownAs(warning: VoiceWarning): QualityWarning | null {
  if (warning === "silent_microphone") return null;
  return warning === "high_average_packet_loss" ? "high_packet_loss" : warning;
}

function shownWarnings(standing: ReadonlySet<VoiceWarning>): QualityWarning[] {
  const shown = new Set<QualityWarning>();
  for (const each of standing) {
    const warning = shownAs(each);
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

/** What is shown of a call's quality, from the last sample and the warnings that stand. */
export function qualityOf(sample: VoiceSample | null, standing: ReadonlySet<VoiceWarning>): Quality {
  const shown = shownWarnings(standing);
  return {
    score: scoreOf(sample?.mos ?? null, shown),
    warnings: shown,
    rttMs: sample?.rttMs ?? null,
    jitterMs: sample?.jitterMs ?? null,
    lossFraction: sample?.lossFraction ?? null,
  };
}
