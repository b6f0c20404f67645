import { makeProblem } from "../model/problems";
import type { DeviceControls, DeviceRole } from "../model/types";
import type { PhoneDeps, Result } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { createScope } from "../util/scope";
import { watchLevel } from "./level";
import { openMicrophone, stopTracks } from "./microphone";

const ringTestMs = 3_000;

/** Tries out the devices on the settings page: permission, test sounds, the microphone's level. */
export function createDeviceTests(
  { clock, media, speaker }: PhoneDeps,
  chosen: (role: DeviceRole) => string | null,
  refresh: () => Promise<void>,
): Pick<DeviceControls, "requestAccess" | "test" | "watchInput"> {
  /** Ends the last test sound: one is heard at a time. */
  let testSound = createScope();

  async function open(): Promise<Result<AudioStream>> {
    const opened = await openMicrophone(media, { chosen: () => chosen("input"), refresh });
    // Browsers give the devices' labels only once a microphone was opened.
    if (opened.ok) await refresh();
    return opened;
  }

  return {
    async requestAccess() {
      const opened = await open();
      if (!opened.ok) return opened.problem;
      stopTracks(opened.value);
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
      if (!opened.ok) return { problem: opened.problem, stop() {} };
      const watching = createScope();
      watching.add(() => stopTracks(opened.value));
      const level = watchLevel({ clock, media }, opened.value, onLevel);
      if (level) {
        watching.add(level);
        return { problem: null, stop: watching.end };
      }
      watching.end();
      return { problem: makeProblem("mic_unmeasured"), stop() {} };
    },
  };
}
