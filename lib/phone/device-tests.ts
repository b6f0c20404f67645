import type { PhoneDeps } from "./deps";
import type { Role } from "./device-choice";
import type { DeviceControls } from "./types";
import type { AudioStream } from "./voice";

const levelEveryMs = 100;
const ringTestMs = 3_000;

function stopTracks(stream: AudioStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Trying the devices out on the settings page: permission, test sounds, the microphone's level. */
export function createDeviceTests(
  { clock, media, speaker }: PhoneDeps,
  chosen: (role: Role) => string | null,
  refresh: () => Promise<void>,
): Pick<DeviceControls, "requestAccess" | "test" | "watchInput"> {
  /** null when the browser or the user refuses: the diagnostics say why. */
  async function open(): Promise<AudioStream | null> {
    const id = chosen("input");
    const audio = id === null ? true : { deviceId: { exact: id } };
    const stream = await media.getUserMedia({ audio }).catch(() => null);
    // Only now do browsers give the devices' labels.
    if (stream) await refresh();
    return stream;
  }

  return {
    async requestAccess() {
      const stream = await open();
      if (stream) stopTracks(stream);
    },
    async test(which) {
      const tone = which === "ringer" ? "ringtone" : "voice";
      const stop = speaker.play(tone, { loop: false, sink: chosen(which) });
      if (which === "ringer") clock.after(ringTestMs, stop);
    },
    async watchInput(onLevel) {
      const stream = await open();
      if (!stream) return () => {};
      const meter = media.meter(stream);
      const cancel = clock.every(levelEveryMs, () => onLevel(meter.read()));
      return () => {
        cancel();
        meter.close();
        stopTracks(stream);
      };
    },
  };
}
