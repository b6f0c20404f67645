"use client";

import { DevicePicker } from "../devices/device-picker";

/** The microphone and the speaker of the call under way. */
export function AudioDrawer() {
  return (
    <div className="grid w-full max-w-80 animate-appear gap-4 text-left">
      <DevicePicker which="input" />
      <DevicePicker which="output" />
    </div>
  );
}
