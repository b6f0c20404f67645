import type { Voice } from "../media/voice";
import type { GatherOutcome } from "../twiml/outcome";
import type { GatherVerb } from "../twiml/verbs";
import { type PlayFailure, pause, prompt, type SpeechParts } from "./speech";

/** Carries out a `<Gather>` of keys: the prompts are broken off by the first key. Never rejects. */
export async function gather(
  parts: SpeechParts,
  voice: Voice,
  verb: GatherVerb,
  signal: AbortSignal,
  failed: PlayFailure,
): Promise<GatherOutcome> {
  const keys = new Keys(verb);
  // Aborts with the next key, and when the verb is broken off.
  let waiting = new AbortController();
  const stop = () => waiting.abort();
  signal.addEventListener("abort", stop);
  const cancel = voice.onDigit((digit) => {
    if (keys.press(digit)) waiting.abort();
  });
  try {
    if (signal.aborted) return keys.outcome;
    await prompt(parts, voice, verb.prompts, waiting.signal, failed);
    // Twilio counts the timeout from the end of the prompts, and anew with each key.
    while (!keys.isComplete && !signal.aborted) {
      waiting = new AbortController();
      await pause(parts.clock, verb.timeout, waiting.signal);
      if (!waiting.signal.aborted) break;
    }
    return keys.outcome;
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
}

/** The keys so far. */
class Keys {
  #digits = "";
  #finishedOnKey = "";
  #complete = false;

  constructor(readonly verb: GatherVerb) {}

  get isComplete(): boolean {
    return this.#complete;
  }

  get outcome(): GatherOutcome {
    return { digits: this.#digits, finishedOnKey: this.#finishedOnKey };
  }

  /** Whether the key counts. */
  press(digit: string): boolean {
    if (this.#complete || !this.verb.digits) return false;
    if (digit === this.verb.finishOnKey) {
      this.#finishedOnKey = digit;
      this.#complete = true;
    } else {
      this.#digits += digit;
      this.#complete = this.#digits.length >= (this.verb.numDigits ?? Number.POSITIVE_INFINITY);
    }
    return true;
  }
}
