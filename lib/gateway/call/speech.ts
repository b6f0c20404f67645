import type { AudioSource, Frame } from "../audio/frame";
import { Player } from "../audio/mix";
import type { Sound, Sounds } from "../audio/sounds";
import type { Clock } from "../base/clock";
import { orAborted } from "../base/or-aborted";
import type { Voice } from "../media/voice";
import type { PauseVerb, PlayVerb, PromptVerb, SayVerb } from "../twiml/verbs";

/** Where somebody hears something: one output, which is taken back when it is over. */
export type Output = Pick<Voice, "output">;

/** What is needed to say and play something. */
export interface SpeechParts {
  sounds: Sounds;
  clock: Clock;
}

/** Is told why a file cannot be played. Twilio warns of it, and goes on with the next verb. */
export type PlayFailure = (error: unknown) => void;

/** What there is instead of a sound for which nobody waits any longer. */
const NOTHING: Sound = new Int16Array(0);

/** The sound of a `<Say>`; an empty one as soon as `signal` aborts. Never rejects. */
export async function saying({ sounds }: SpeechParts, verb: SayVerb, signal: AbortSignal): Promise<Sound> {
  return (await orAborted(sounds.say(verb.text, verb.language), signal)) ?? NOTHING;
}

/**
 * The sound of a `<Play>`; an empty one as soon as `signal` aborts, since a server may take half a minute for a file.
 * Rejects with a SoundError when the file cannot be had.
 */
export async function playing(
  { sounds }: SpeechParts,
  { what }: PlayVerb,
  signal: AbortSignal,
): Promise<Sound> {
  if (what.kind === "digits") return sounds.keys(what.digits);
  return (await orAborted(sounds.load(what.target.url, what.target.method, signal), signal)) ?? NOTHING;
}

/** Lets `output` hear a sound, `loop` times (0: until the signal). Resolves at its end, or when `signal` aborts. */
export async function hear(output: Output, sound: Sound, loop: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || sound.length === 0) return;
  const player = new Player(sound, loop);
  await during(output, player, player.done, signal);
  player.stop();
}

/** Lets `output` hear `source` until `end` or the signal, and nothing after that. */
export async function during(
  output: Output,
  source: AudioSource,
  end: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  output.output = source;
  await endOr(end, signal);
  if (output.output === source) output.output = undefined;
}

/** Resolves at the end, or when the signal aborts. No listener stays with the signal: a document may have thousands of verbs. */
function endOr(end: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve();
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", stop);
    void end.then(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
  });
}

/** Resolves after this time, or when the signal aborts. */
export function pause(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(seconds * 1_000, end);
    signal.addEventListener("abort", end);
  });
}

/** Says, plays and pauses in turn. Resolves at the end, or when the signal aborts. Never rejects. */
export async function prompt(
  parts: SpeechParts,
  output: Output,
  verbs: readonly PromptVerb[],
  signal: AbortSignal,
  failed: PlayFailure,
): Promise<void> {
  for (const verb of verbs) {
    if (signal.aborted) return;
    await one(parts, output, verb, signal).catch(failed);
  }
}

async function one(
  parts: SpeechParts,
  output: Output,
  verb: SayVerb | PlayVerb | PauseVerb,
  signal: AbortSignal,
): Promise<void> {
  if (verb.verb === "Pause") return pause(parts.clock, verb.length, signal);
  const sound = verb.verb === "Say" ? await saying(parts, verb, signal) : await playing(parts, verb, signal);
  return hear(output, sound, verb.loop, signal);
}

/** A sound that is repeated for ever: ringing, or music. */
export function repeated(sound: Sound): AudioSource {
  const player = new Player(sound, 0);
  return { read: (): Frame | undefined => player.read() };
}
