import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import * as configuration from "@/lib/env";
import { CONFIG } from "@/lib/gateway/testing/account";
import { RecordingRestRig } from "@/lib/gateway/testing/recording-rest";
import { mustBegin, writeTone } from "@/lib/gateway/testing/recordings";

/** The recordings at the voice network: those of the gateway's own REST interface. */
export interface NetworkRecordings {
  /** Records so many frames (of 20 ms) of a tone in that call, and returns the sid of the recording. */
  record(callSid: string, frames?: number): Promise<string>;
  /** Begins a recording that does not end. */
  begin(callSid: string): string;
  /** Whether the network still has it. */
  has(sid: string): boolean;
  /** The network answers no more, or does again. */
  setDown(isDown: boolean): void;
}

/** Settings of a test, over the usual ones. */
export type Changes = Partial<configuration.Env>;

/** Starts that interface, and makes it the voice network of this file's tests. `changes`: settings, asked for each test. */
export function startRecordings(changes: () => Changes = () => ({})): NetworkRecordings {
  let rig: RecordingRestRig;
  let isDown = false;
  beforeAll(async () => {
    rig = await RecordingRestRig.open();
    return () => rig.close();
  });
  beforeEach(() => {
    isDown = false;
    const real = configuration.env();
    vi.spyOn(configuration, "env").mockImplementation(() => ({
      ...real,
      // Nobody listens on port 2.
      TWILIO_API_URL: isDown ? "http://127.0.0.1:2" : rig.origin,
      TWILIO_API_KEY: CONFIG.apiKey,
      TWILIO_API_SECRET: CONFIG.apiSecret,
      ...changes(),
    }));
  });
  afterEach(() => vi.restoreAllMocks());
  return {
    async record(callSid, frames = 100) {
      const recording = mustBegin(rig.store, { callSid });
      writeTone(recording, 0, frames);
      recording.stop();
      return (await recording.ended).sid;
    },
    begin: (callSid) => mustBegin(rig.store, { callSid }).sid,
    has: (sid) => rig.store.get(sid) !== undefined,
    setDown: (down) => {
      isDown = down;
    },
  };
}
