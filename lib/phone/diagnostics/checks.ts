import type { TokenResponse } from "@/lib/contracts";
import { stopTracks } from "../audio/stop-tracks";
import type { Clock, Media, Page, Result } from "../ports/deps";
import type { AudioStream, LoadVoice } from "../ports/voice";
import { makeProblem, problemOf, problemOfMicrophone } from "../problems";
import { register } from "../registration/registration";
import { problemCodes, type SoundPermission } from "../types";
import { pause } from "../util/timeout";

/** Codes of what diagnostics can find, each with a plain sentence: the phone's, and two of its own. */
export const findingCodes = [...problemCodes, "mic_silent", "sound_blocked"] as const;

/** What a check found wrong. */
export interface Finding {
  readonly code: (typeof findingCodes)[number];
  readonly sdkCode: number | null;
}

/** One check's answer. `detail` is a fact for the report (milliseconds, a level), never a secret. */
export type Check =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly problem: Finding };

export interface DiagnosticsDeps {
  readonly clock: Clock;
  readonly media: Media;
  readonly page: Page;
  readonly loadVoice: LoadVoice;
  readonly token: () => Promise<Result<TokenResponse>>;
  /** The id of the microphone that calls use; null: whichever the browser takes. */
  readonly microphone: () => string | null;
  /** What the phone found when the page was new, before a click could change it. */
  readonly soundPermission: () => SoundPermission;
  /** Plays something silent; rejects when the browser does not allow sound yet. */
  readonly tryToPlay: () => Promise<void>;
}

const listenMs = 2_000;
const everyMs = 100;
/** About -54 dB: a microphone that is on hears at least the room. */
const audible = 0.1;

function failed(what: Finding): Check {
  return { ok: false, problem: what };
}

/** Whether this browser and page can make calls at all. Asks no server, so that none can be to blame. */
export async function checkBrowser({ page }: Pick<DiagnosticsDeps, "page">): Promise<Check> {
  return page.unfit ? failed(makeProblem(page.unfit)) : { ok: true, detail: "WebRTC" };
}

/** Whether the app answers and gives this person a token. */
export async function checkServer({ clock, token }: DiagnosticsDeps): Promise<Check> {
  const began = clock.now();
  const answer = await token();
  return answer.ok ? { ok: true, detail: `${clock.now() - began} ms` } : failed(answer.problem);
}

/** Whether the chosen microphone may be used and hears anything for 2 s; `onLevel` gets its level, 0 to 1. */
export async function checkMicrophone(
  { clock, media, microphone }: DiagnosticsDeps,
  onLevel: (level: number) => void = () => {},
): Promise<Check> {
  const id = microphone();
  let stream: AudioStream;
  try {
    stream = await media.getUserMedia({ audio: id === null ? true : { deviceId: { exact: id } } });
  } catch (error) {
    return failed(problemOfMicrophone(error));
  }
  const meter = media.meter(stream);
  let loudest = 0;
  const cancel = clock.every(everyMs, () => {
    const level = meter.read();
    loudest = Math.max(loudest, level);
    onLevel(level);
  });
  await pause(clock, listenMs);
  cancel();
  meter.close();
  stopTracks(stream);
  return loudest >= audible
    ? { ok: true, detail: `${Math.round(loudest * 100)} %` }
    : failed({ code: "mic_silent", sdkCode: null });
}

/** Whether the browser lets the phone ring before the page was touched, as it was not when this page was new. */
export async function checkSound({ soundPermission, tryToPlay }: DiagnosticsDeps): Promise<Check> {
  const known = soundPermission();
  if (known === "held" || known === "released") return failed({ code: "sound_blocked", sdkCode: null });
  try {
    await tryToPlay();
    return { ok: true, detail: "autoplay" };
  } catch {
    return failed({ code: "sound_blocked", sdkCode: null });
  }
}

/** Whether a Device of its own can register with the voice network, and how fast. */
export async function checkSignalling(deps: DiagnosticsDeps): Promise<Check> {
  const answer = await deps.token();
  if (!answer.ok) return failed(answer.problem);
  try {
    const voice = await deps.loadVoice(answer.value.signaling);
    if (!voice.supported) return failed(makeProblem("unsupported_browser"));
    const began = deps.clock.now();
    const setup = { token: answer.value.token, getUserMedia: deps.media.getUserMedia };
    const ignore = () => {};
    const hooks = { up: ignore, down: ignore, tokenRefused: ignore, tokenOld: ignore };
    // Somebody who calls meanwhile rings this Device too: the phone's own answers.
    const registration = register(deps, voice, setup, { ...hooks, incoming: (call) => call.ignore() });
    const failure = await registration.failure;
    registration.close();
    return failure ? failed(failure) : { ok: true, detail: `${deps.clock.now() - began} ms` };
  } catch (error) {
    return failed(problemOf(error));
  }
}
