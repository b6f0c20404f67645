import type { Cancel } from "../ports/deps";
import type { VoiceCall, VoiceSample, VoiceWarning } from "../ports/voice";
import type { Core } from "../state/store";
import type { Hint } from "../types";
import type { MutedTalk } from "./muted-talk";
import { qualityOf } from "./quality";

export interface Levels {
  readonly input: number;
  readonly output: number;
}

/** Follows what the SDK measures of the open call `ref`: quality, warnings, levels, hints. Returns what ends that. */
export function followTalk(
  core: Core,
  ref: string,
  call: VoiceCall,
  muted: MutedTalk,
  onLevels: (levels: Levels) => void,
): Cancel[] {
  const warnings = new Set<VoiceWarning>();
  let last: VoiceSample | null = null;
  let volumes = 0;

  function tellQuality(): void {
    core.dispatch({ type: "quality", ref, quality: qualityOf(last, warnings) });
  }
  function presentHint(): Hint {
    if (muted.muted()) return muted.talking() ? "talking_while_muted" : null;
    return warnings.has("silent_microphone") ? "silent_microphone" : null;
  }
  function tellHint(): void {
    core.dispatch({ type: "hint", ref, hint: presentHint() });
  }
  function tell(): void {
    tellQuality();
    tellHint();
  }

  return [
    call.on("sample", (sample) => {
      last = sample;
      tellQuality();
    }),
    call.on("warning", (name) => {
      warnings.add(name);
      tell();
    }),
    call.on("warning-cleared", (name) => {
      warnings.delete(name);
      tell();
    }),
    call.on("volume", (input, output) => {
      volumes += 1;
      // The SDK tells 20 times a second: half of that is enough for a meter.
      if (volumes % 2 === 0) onLevels({ input, output });
    }),
    muted.follow(tellHint),
  ];
}
