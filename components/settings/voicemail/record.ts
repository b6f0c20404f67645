import { greetingMaxSeconds } from "@/lib/contracts";
import type { DeviceControls } from "@/lib/phone/model/types";
import { createMeter } from "./meter";
import { openMicrophone } from "./open-microphone";

/** Why a recording ended: its user stopped it, it was as long as may be, or the microphone gives no sound any more. */
export type RecordingEnd = "stopped" | "full" | "microphone";

/** A recording under way. */
export interface Recording {
  /** When it began, in milliseconds since the epoch. */
  readonly since: number;
  /** The sound in the browser's own format. The microphone is closed then. */
  readonly recorded: Promise<{ readonly sound: Blob; readonly end: RecordingEnd }>;
  /** How loud it is at the moment, 0 to 1; null: this browser cannot measure that. */
  readonly level: (() => number) | null;
  stop(): void;
}

/**
 * Opens the chosen microphone and records, for as long as a greeting may be. Throws a ProblemError if there is none, or what
 * the browser throws if it cannot record. `signal` ends it, and closes the microphone, at any moment.
 */
export async function record(devices: DeviceControls, signal: AbortSignal): Promise<Recording> {
  const stream = await openMicrophone(devices);
  try {
    signal.throwIfAborted();
    // Browsers name the devices only once a microphone was opened.
    void devices.refresh();
    return begin(stream, signal);
  } catch (error) {
    stopTracks(stream);
    throw error;
  }
}

function begin(stream: MediaStream, signal: AbortSignal): Recording {
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  let end: RecordingEnd = "microphone";

  function stop(why: RecordingEnd): void {
    // The recorder stops by itself when the microphone ends.
    if (recorder.state === "inactive") return;
    end = why;
    recorder.stop();
    stopTracks(stream);
  }

  const recorded = new Promise<{ sound: Blob; end: RecordingEnd }>((resolve) => {
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    recorder.onstop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      stopTracks(stream);
      meter?.close();
      resolve({ sound: new Blob(parts, { type: recorder.mimeType }), end });
    };
  });
  const cancel = () => stop("stopped");
  recorder.start();
  const meter = createMeter(stream);
  const timer = setTimeout(() => stop("full"), greetingMaxSeconds * 1_000);
  signal.addEventListener("abort", cancel);
  return { since: Date.now(), recorded, level: meter?.read ?? null, stop: cancel };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
