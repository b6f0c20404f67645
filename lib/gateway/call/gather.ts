import type { Voice } from "../media/voice";
import type { GatherOutcome } from "../twiml/outcome";
import type { GatherVerb } from "../twiml/verbs";
import { aborted, pause, prompt, type SpeechParts } from "./speech";

/** Carries out a `<Gather>` of keys: the prompts are broken off by the first key. Rejects when a file cannot be played. */
export async function gather(
  parts: SpeechParts,
  voice: Voice,
  verb: GatherVerb,
  signal: AbortSignal,
): Promise<GatherOutcome> {
  const keys = new Keys(verb);
  const cancel = voice.onDigit((digit) => keys.press(digit));
  try {
    const prompts = new AbortController();
    void Promise.race([keys.first, aborted(signal)]).then(() => prompts.abort());
    await prompt(parts, voice, verb.prompts, prompts.signal);
    // Twilio counts the timeout from the end of the prompts, and anew with each key.
    while (!keys.isComplete && !signal.aborted && (await another(parts, keys, verb.timeout, signal))) {}
    return keys.outcome;
  } finally {
    cancel();
  }
}

/** Waits for one more key. False when it does not come in time. */
async function another(
  parts: SpeechParts,
  keys: Keys,
  seconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  const waiting = new AbortController();
  let pressed = false;
  void Promise.race([keys.next(), aborted(signal)]).then(() => {
    pressed = true;
    waiting.abort();
  });
  await pause(parts.clock, seconds, waiting.signal);
  return pressed;
}

/** The keys so far. */
class Keys {
  #digits = "";
  #finishedOnKey = "";
  #complete = false;
  #waiting: (() => void)[] = [];
  readonly first: Promise<void>;

  constructor(readonly verb: GatherVerb) {
    this.first = this.next();
  }

  get isComplete(): boolean {
    return this.#complete;
  }

  get outcome(): GatherOutcome {
    return { digits: this.#digits, finishedOnKey: this.#finishedOnKey };
  }

  /** Resolves with the next key. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  press(digit: string): void {
    if (this.#complete || !this.verb.digits) return;
    if (digit === this.verb.finishOnKey) {
      this.#finishedOnKey = digit;
      this.#complete = true;
    } else {
      this.#digits += digit;
      this.#complete = this.#digits.length >= (this.verb.numDigits ?? Number.POSITIVE_INFINITY);
    }
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
