import { type TokenResponse, testCallParameter } from "@/lib/contracts";
import type { Clock, Media, Page, Result } from "../ports/deps";
import type { LoadVoice, Voice, VoiceCall, VoicePreflight, VoiceSample } from "../ports/voice";
import { makeProblem, problemOf } from "../problems";
import { type Registration, register } from "../registration/registration";
import type { PreflightSample, Problem, ProblemCode } from "../types";

/** How long the test call is listened to: enough for the round trip and a dozen samples. */
const listenMs = 15_000;
const limitMs = 35_000;

/** What a finished test call says: averages of its samples, null where there was none. */
export interface PreflightReport {
  readonly samples: readonly PreflightSample[];
  readonly mos: number | null;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  readonly lossFraction: number | null;
}

export type PreflightResult =
  | { readonly ok: true; readonly report: PreflightReport }
  | { readonly ok: false; readonly problem: Problem };

const givenUp: PreflightResult = { ok: false, problem: makeProblem("connect_timeout") };

export interface PreflightDeps {
  readonly clock: Clock;
  readonly media: Media;
  readonly page: Page;
  readonly loadVoice: LoadVoice;
  readonly token: () => Promise<Result<TokenResponse>>;
}

export interface PreflightOptions {
  onSample(sample: PreflightSample): void;
  readonly signal: AbortSignal;
}

function average(samples: readonly PreflightSample[], of: (sample: PreflightSample) => number | null) {
  const values = samples.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function reportOf(samples: readonly PreflightSample[]): PreflightReport {
  return {
    samples,
    mos: average(samples, ({ mos }) => mos),
    rttMs: average(samples, ({ rttMs }) => rttMs),
    jitterMs: average(samples, ({ jitterMs }) => jitterMs),
    lossFraction: average(samples, ({ lossFraction }) => lossFraction),
  };
}

/** Answers the test call, silently: who listens hears their own voice once, as it comes back. */
function answerTest(call: VoiceCall): void {
  if (!call.parameters.has(testCallParameter)) {
    call.ignore();
    return;
  }
  call.on("accept", () => call.mute(true));
  call.accept();
}

/** A Device of our own for the test call to ring. */
function openOtherEnd({ media, ...deps }: PreflightDeps, voice: Voice, token: string): Registration {
  const ignore = () => {};
  const hooks = { up: ignore, down: ignore, tokenRefused: ignore, tokenOld: ignore };
  const setup = {
    token,
    getUserMedia: (constraints: MediaStreamConstraints) => media.getUserMedia(constraints),
  };
  return register(deps, voice, setup, { ...hooks, incoming: answerTest });
}

/**
 * Makes the SDK's test call between two Devices of its own, and tells each second what it measures. Ends by
 * itself after 15 s of measuring, or when aborted. Without any sample: `media_failed` when the call ended by itself,
 * else `connect_timeout`. Never rejects.
 */
export async function runPreflight(deps: PreflightDeps, options: PreflightOptions): Promise<PreflightResult> {
  const token = await deps.token();
  if (!token.ok) return { ok: false, problem: token.problem };
  try {
    const voice = await deps.loadVoice(token.value.signaling);
    if (options.signal.aborted) return givenUp;
    if (!voice.supported) return { ok: false, problem: makeProblem("unsupported_browser") };
    return await callMyself(deps, voice, token.value.token, options);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

async function callMyself(
  deps: PreflightDeps,
  voice: Voice,
  token: string,
  options: PreflightOptions,
): Promise<PreflightResult> {
  const otherEnd = openOtherEnd(deps, voice, token);
  try {
    const failure = await otherEnd.failure;
    if (failure) return { ok: false, problem: failure };
    // The page is gone: a test call now would hold its microphone for nobody.
    if (options.signal.aborted) return givenUp;
    return await listen(deps.clock, voice.preflight(token), options);
  } finally {
    otherEnd.close();
  }
}

function listen(
  clock: Clock,
  test: VoicePreflight,
  { onSample, signal }: PreflightOptions,
): Promise<PreflightResult> {
  const began = clock.now();
  const samples: PreflightSample[] = [];
  return new Promise((resolve) => {
    function finish(result: PreflightResult): void {
      for (const end of undo.splice(0)) end();
      signal.removeEventListener("abort", stop);
      resolve(result);
    }
    function fail(what: Problem): void {
      finish({ ok: false, problem: what });
    }
    /** Enough was measured, unless nothing was. */
    function conclude(otherwise: ProblemCode): void {
      if (samples.length === 0) fail(makeProblem(otherwise));
      else finish({ ok: true, report: reportOf(samples) });
    }
    function stop(): void {
      conclude("connect_timeout");
      test.stop();
    }
    function add(sample: VoiceSample): void {
      const shown = { ...sample, atMs: clock.now() - began };
      samples.push(shown);
      onSample(shown);
    }
    const undo = [
      test.on("sample", (sample) => {
        if (samples.length === 0) undo.push(clock.after(listenMs, stop));
        add(sample);
      }),
      test.on("completed", () => conclude("media_failed")),
      test.on("failed", fail),
      clock.after(limitMs, stop),
    ];
    signal.addEventListener("abort", stop);
  });
}
