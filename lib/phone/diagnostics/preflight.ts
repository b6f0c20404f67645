import { testCallParameter } from "@/lib/contracts";
import { makeProblem, problemOf, withLocalCause } from "../model/problems";
import type { PreflightSample, Problem, ProblemCode } from "../model/types";
import type { Clock } from "../ports/deps";
import type { DeviceSetup, Voice, VoiceCall, VoicePreflight, VoiceSample } from "../ports/voice";
import { type DeviceRegistration, deafListener, registerDevice } from "../registration/device-registration";
import { createScope } from "../util/scope";
import { watchSleep } from "../util/sleep";
import type { DiagnosticsDeps } from "./checks";

/** How long (ms) the test call is measured: enough for the round trip and a dozen samples. */
const listenMs = 15_000;
/** How long (ms) the whole test call may take. */
const limitMs = 35_000;

/** The result of a test call: averages of its samples, null where no sample had the value. */
export interface PreflightReport {
  readonly samples: readonly PreflightSample[];
  readonly mos: number | null;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  readonly lossFraction: number | null;
}

type PreflightResult =
  | { readonly ok: true; readonly report: PreflightReport }
  | { readonly ok: false; readonly problem: Problem };

const givenUp: PreflightResult = { ok: false, problem: makeProblem("connect_timeout") };

type PreflightDeps = Pick<DiagnosticsDeps, "clock" | "media" | "page" | "loadVoice" | "token">;

interface PreflightOptions {
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

/** Answers the test call muted: the user hears their own voice once, as it comes back, and no echo of that. */
function answerTest(call: VoiceCall): void {
  if (!call.parameters.has(testCallParameter)) {
    call.ignore();
    return;
  }
  call.on("accept", () => call.mute(true));
  call.accept();
}

/** With what a Device connects. */
type Access = Pick<DeviceSetup, "token" | "edge">;

/** Another Device for the test call to ring. */
function openOtherEnd({ media, ...deps }: PreflightDeps, voice: Voice, access: Access): DeviceRegistration {
  const setup = {
    ...access,
    getUserMedia: (constraints: MediaStreamConstraints) => media.getUserMedia(constraints),
  };
  return registerDevice({ ...deps, rings: true }, voice, setup, { ...deafListener, invited: answerTest });
}

/**
 * Makes the SDK's test call between two Devices of its own, and reports each second what it measures. Ends by itself
 * after 15 s of measuring, or when aborted. Without any sample: `media_failed` when the call ended by itself,
 * else `connect_timeout`. Never rejects.
 */
export async function runPreflight(deps: PreflightDeps, options: PreflightOptions): Promise<PreflightResult> {
  const token = await deps.token();
  if (!token.ok) return { ok: false, problem: token.problem };
  try {
    const voice = await deps.loadVoice(token.value.signaling);
    if (options.signal.aborted) return givenUp;
    if (!voice.supported) return { ok: false, problem: makeProblem("unsupported_browser") };
    const { token: jwt, edge, signaling } = token.value;
    const result = await callMyself(deps, voice, { token: jwt, edge }, options);
    if (result.ok) return result;
    return { ok: false, problem: withLocalCause(result.problem, signaling !== undefined) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

async function callMyself(
  deps: PreflightDeps,
  voice: Voice,
  access: Access,
  options: PreflightOptions,
): Promise<PreflightResult> {
  const otherEnd = openOtherEnd(deps, voice, access);
  try {
    const failure = await otherEnd.failure;
    if (failure) return { ok: false, problem: failure };
    // The page has gone: a test call would hold the microphone for no purpose.
    if (options.signal.aborted) return givenUp;
    return await listen(deps.clock, voice.preflight(access.token, access.edge), options);
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
  const listening = createScope();
  const sleep = watchSleep(listening, clock);
  return new Promise((resolve) => {
    function finish(result: PreflightResult): void {
      listening.end();
      resolve(result);
    }
    function fail(failure: Problem): void {
      finish({ ok: false, problem: failure });
    }
    /** Finishes with what was measured, or, if that is nothing, with the problem `otherwise`. */
    function conclude(otherwise: ProblemCode): void {
      if (samples.length === 0) fail(makeProblem(sleep.sleptAfter(began) ? "slept" : otherwise));
      else finish({ ok: true, report: reportOf(samples) });
    }
    function stop(): void {
      conclude("connect_timeout");
      test.stop();
    }
    function add(sample: VoiceSample): void {
      if (samples.length === 0) listening.add(clock.after(listenMs, stop));
      const shown = { ...sample, atMs: clock.now() - began };
      samples.push(shown);
      onSample(shown);
    }
    signal.addEventListener("abort", stop);
    listening.add(
      () => signal.removeEventListener("abort", stop),
      test.on("sample", add),
      test.on("completed", () => conclude("media_failed")),
      test.on("failed", (problem) => fail(sleep.sleptAfter(began) ? makeProblem("slept") : problem)),
      clock.after(limitMs, stop),
    );
  });
}
