"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useIsBusy } from "@/components/phone/hooks/use-is-busy";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { ProblemError } from "@/lib/phone/model/problems";
import type { Problem } from "@/lib/phone/model/types";
import type { RecordedGreeting } from "./make-greeting";
import type { Recording, RecordingEnd } from "./record";

/** What is shorter (s) was pressed by mistake, and the server takes no greeting of it. */
const leastSeconds = 0.5;

/**
 * Why there is no recording. `inCall`: a call has the microphone. `call`: one came while it was recorded. `notLoaded`: the
 * recorder's code did not come. `failed`: the browser could not record, or not decode what it has recorded.
 */
export type RecorderTrouble = Problem | "inCall" | "call" | "tooShort" | "notLoaded" | "failed";

/** What the recorder does. A recording that is there is not saved yet. */
export type RecorderState =
  | { readonly kind: "idle"; readonly trouble: RecorderTrouble | null }
  | { readonly kind: "opening" }
  | { readonly kind: "recording"; readonly recording: Recording }
  | { readonly kind: "converting" }
  | { readonly kind: "recorded"; readonly greeting: RecordedGreeting; readonly end: RecordingEnd };

/** Records a greeting. The microphone is open while it records, and at no other time. */
export interface Recorder {
  readonly state: RecorderState;
  start(): void;
  stop(): void;
  /** Forgets the recording. */
  discard(): void;
}

const idle = (trouble: RecorderTrouble | null): RecorderState => ({ kind: "idle", trouble });

class NotLoadedError extends Error {}

const load = () =>
  Promise.all([import("./record"), import("./make-greeting")]).catch(() => {
    throw new NotLoadedError();
  });

function troubleOf(error: unknown): RecorderTrouble {
  if (error instanceof ProblemError) return error.problem;
  return error instanceof NotLoadedError ? "notLoaded" : "failed";
}

/** The recorder of a greeting. A call ends a recording, since the microphone is the call's then. */
export function useRecorder(): Recorder {
  const { devices } = usePhone();
  const isBusy = useIsBusy();
  const [state, setState] = useState<RecorderState>(idle(null));
  const take = useRef<AbortController | null>(null);

  /** Makes a recording, and shows each step of it until `signal` says that it is not wanted any more. */
  async function run(signal: AbortSignal): Promise<void> {
    const show = (next: RecorderState) => {
      if (!signal.aborted) setState(next);
    };
    show({ kind: "opening" });
    try {
      const [{ record }, { makeGreeting }] = await load();
      const recording = await record(devices, signal);
      show({ kind: "recording", recording });
      const { sound, end } = await recording.recorded;
      if (signal.aborted) return;
      show({ kind: "converting" });
      // Nothing at all was recorded: no browser decodes that.
      const greeting = sound.size > 0 ? await makeGreeting(sound) : null;
      const isLongEnough = greeting !== null && greeting.seconds >= leastSeconds;
      show(isLongEnough ? { kind: "recorded", greeting, end } : idle("tooShort"));
    } catch (error) {
      show(idle(troubleOf(error)));
    }
  }

  function end(next: RecorderState): void {
    take.current?.abort();
    setState(next);
  }

  const interrupt = useEffectEvent(() => {
    if (state.kind === "opening" || state.kind === "recording") end(idle("call"));
  });
  useEffect(() => {
    if (isBusy) interrupt();
  }, [isBusy]);
  useEffect(() => () => take.current?.abort(), []);

  return {
    state,
    start() {
      if (isBusy) return end(idle("inCall"));
      take.current?.abort();
      take.current = new AbortController();
      void run(take.current.signal);
    },
    stop() {
      if (state.kind === "recording") state.recording.stop();
    },
    discard: () => end(idle(null)),
  };
}
