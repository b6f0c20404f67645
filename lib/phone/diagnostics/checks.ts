import type { TokenResponse } from "@/lib/contracts";
import { watchLevel } from "../audio/level";
import { openMicrophone, stopTracks } from "../audio/microphone";
import { makeProblem, problemOf } from "../model/problems";
import { problemCodes, type SoundPermission } from "../model/types";
import type { Clock, Media, Page, Result } from "../ports/deps";
import type { LoadVoice } from "../ports/voice";
import { deafListener, registerDevice } from "../registration/device-registration";
import { createScope } from "../util/scope";
import { pause } from "../util/timeout";

/** Codes of what diagnostics can find: the phone's problems, and two of its own. The page has a text for each. */
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

/** What the checks need of the browser and of the phone. */
export interface DiagnosticsDeps {
  readonly clock: Clock;
  readonly media: Media;
  readonly page: Page;
  readonly loadVoice: LoadVoice;
  readonly token: () => Promise<Result<TokenResponse>>;
  /** The id of the microphone that calls use; null: the browser's own choice. */
  readonly microphone: () => string | null;
  /** Reads the list of devices again, because the microphone of calls is gone. Never rejects. */
  readonly refreshDevices: () => Promise<void>;
  /** What the phone found when the page was loaded, before a click could change it. */
  readonly soundPermission: () => SoundPermission;
  /** Plays something silent; rejects when the browser does not allow sound yet. */
  readonly tryToPlay: () => Promise<void>;
}

const listenMs = 2_000;
/** About -54 dB: a working microphone hears at least the room. */
const audible = 0.1;

function failed(finding: Finding): Check {
  return { ok: false, problem: finding };
}

/** Whether this browser and page can make calls at all. Needs no server, so that the server cannot be the cause. */
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
  { clock, media, microphone, refreshDevices }: DiagnosticsDeps,
  onLevel: (level: number) => void = () => {},
): Promise<Check> {
  const opened = await openMicrophone(media, { chosen: microphone, refresh: refreshDevices });
  if (!opened.ok) return failed(opened.problem);
  const checking = createScope();
  checking.add(() => stopTracks(opened.value));
  try {
    let loudest = 0;
    const stop = watchLevel({ clock, media }, opened.value, (level) => {
      loudest = Math.max(loudest, level);
      onLevel(level);
    });
    if (!stop) return failed(makeProblem("mic_unmeasured"));
    checking.add(stop);
    await pause(clock, listenMs);
    return loudest >= audible
      ? { ok: true, detail: `${Math.round(loudest * 100)} %` }
      : failed({ code: "mic_silent", sdkCode: null });
  } finally {
    checking.end();
  }
}

/** Whether the browser lets the phone ring before the user has touched the page, as it was found on page load. */
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
    const { token, edge } = answer.value;
    const setup = { token, edge, getUserMedia: deps.media.getUserMedia };
    // A call that comes meanwhile rings this Device too, and is left to the phone's own Device.
    const registration = registerDevice({ ...deps, rings: true }, voice, setup, deafListener);
    const failure = await registration.failure;
    registration.close();
    return failure ? failed(failure) : { ok: true, detail: `${deps.clock.now() - began} ms` };
  } catch (error) {
    return failed(problemOf(error));
  }
}
