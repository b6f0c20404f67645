import type { Microphone } from "../audio/microphone";
import type { Hint, MicrophoneProblem } from "../model/types";
import type { VoiceCall, VoiceSample, VoiceWarning } from "../ports/voice";
import { talkOf } from "../state/selectors";
import type { Store } from "../state/store";
import type { Scope } from "../util/scope";
import { watchMicrophone } from "./microphone-loss";
import { watchMutedTalk } from "./muted-talk";
import { qualityOf } from "./quality";

/** Loudness of microphone and other side, 0 to 1. */
export interface Levels {
  readonly input: number;
  readonly output: number;
}

/** What the monitor of a call needs of the phone. */
export interface TalkParts {
  readonly store: Store;
  readonly microphone: Pick<Microphone, "stream" | "onGiven">;
  /** Opens the microphone of the open call again. Resolves with the problem if it does not open. */
  reopenMicrophone(): Promise<MicrophoneProblem | null>;
  readonly onLevels: (levels: Levels) => void;
}

/** The monitor of an open call. */
export interface TalkMonitor {
  setMuted(muted: boolean): void;
  /** Tries to open a microphone that has stopped. */
  retryMicrophone(): void;
}

/** Follows what the SDK measures of the open call `ref`, until `scope` ends: quality, warnings, levels, hints. */
export function watchTalk(
  scope: Scope,
  { store, microphone, reopenMicrophone, onLevels }: TalkParts,
  ref: string,
  call: VoiceCall,
): TalkMonitor {
  const { clock, media } = store.deps;
  const warnings = new Set<VoiceWarning>();
  const mutedTalk = watchMutedTalk(scope, media, clock, microphone, reportHint);
  const parts = { media, clock, microphone, reopen: reopenMicrophone };
  const watched = watchMicrophone(scope, parts, reportHint);
  let last: VoiceSample | null = null;
  let volumes = 0;

  /** The warnings that mean something. Voicemail that listens sends no sound. */
  function standing(): ReadonlySet<VoiceWarning> {
    const talk = talkOf(store.getState());
    if (talk?.call.ref !== ref || !talk.voicemail) return warnings;
    return new Set([...warnings].filter((warning) => warning !== "no_incoming_audio"));
  }
  function reportQuality(): void {
    store.dispatch({ type: "quality", ref, quality: qualityOf(last, standing()) });
  }
  function presentHint(): Hint {
    const trouble = watched.trouble();
    if (trouble && !(trouble === "microphone_held" && mutedTalk.muted())) return trouble;
    if (mutedTalk.muted()) return mutedTalk.talking() ? "talking_while_muted" : null;
    return warnings.has("silent_microphone") ? "silent_microphone" : null;
  }
  function reportHint(): void {
    store.dispatch({ type: "hint", ref, hint: presentHint() });
  }

  scope.add(
    call.on("sample", (sample) => {
      last = sample;
      reportQuality();
    }),
    call.on("warning", (warning) => {
      warnings.add(warning);
      reportQuality();
      reportHint();
    }),
    call.on("warning-cleared", (warning) => {
      warnings.delete(warning);
      reportQuality();
      reportHint();
    }),
    call.on("volume", (input, output) => {
      volumes += 1;
      // The SDK measures 20 times a second: half of that is enough for a meter.
      if (volumes % 2 === 0) onLevels({ input, output });
    }),
  );
  // The microphone may have stopped while the call rang.
  if (watched.trouble()) reportHint();
  return { setMuted: mutedTalk.setMuted, retryMicrophone: watched.retry };
}
