import type { PhoneDeps } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { problemOfMicrophone } from "../problems";
import type { DeviceControls, Problem } from "../types";
import { createScope } from "../util/scope";
import type { Role } from "./device-choice";
import { stopTracks } from "./stop-tracks";

const levelEveryMs = 100;
const ringTestMs = 3_000;

/** Trying the devices out on the settings page: permission, test sounds, the microphone's level. */
export function createDeviceTests(
  { clock, media, speaker }: PhoneDeps,
  chosen: (role: Role) => string | null,
  refresh: () => Promise<void>,
): Pick<DeviceControls, "requestAccess" | "test" | "watchInput"> {
  /** Ends the test sound that may still be heard: one at a time. */
  let testSound = createScope();
  type Opened = { readonly stream: AudioStream } | { readonly problem: Problem };

  async function open(): Promise<Opened> {
    const id = chosen("input");
    const audio = id === null ? true : { deviceId: { exact: id } };
    try {
      const stream = await media.getUserMedia({ audio });
      // Only now do browsers give the devices' labels.
      await refresh();
      return { stream };
    } catch (error) {
      return { problem: problemOfMicrophone(error) };
    }
  }

  return {
    async requestAccess() {
      const opened = await open();
      if ("problem" in opened) return opened.problem;
      stopTracks(opened.stream);
      return null;
    },
    async test(which) {
      testSound.end();
      const sound = createScope();
      testSound = sound;
      const tone = which === "ringer" ? "ringtone" : "voice";
      sound.add(speaker.play(tone, { loop: false, sink: chosen(which) }));
      if (which === "ringer") sound.add(clock.after(ringTestMs, sound.end));
    },
    async watchInput(onLevel) {
      const opened = await open();
      if ("problem" in opened) return { problem: opened.problem, stop: () => {} };
      const { stream } = opened;
      const meter = media.meter(stream);
      const cancel = clock.every(levelEveryMs, () => onLevel(meter.read()));
      return {
        problem: null,
        stop() {
          cancel();
          meter.close();
          stopTracks(stream);
        },
      };
    },
  };
}
