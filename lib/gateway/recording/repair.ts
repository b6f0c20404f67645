import { open } from "node:fs/promises";
import { blockBytes, secondsOf, WAV_HEADER_BYTES, wavHeader } from "../audio/wav-header";
import type { Sidecar, StoredRecording } from "./sidecar";

/**
 * Ends a recording that was not ended, because the process was killed: its header gets the length of its sound.
 *
 * @param size the length of the file; 0 if there is none
 * @returns the same sidecar if nothing was to do
 */
export async function repairSound(path: string, sidecar: Sidecar, size: number): Promise<StoredRecording> {
  const { status, channels } = sidecar;
  const sound = Math.max(0, size - WAV_HEADER_BYTES);
  const dataBytes = sound - (sound % blockBytes(channels));
  if (status === "absent" || (status === "completed" && dataBytes > 0)) return { sidecar, bytes: size };
  const durationSeconds = secondsOf(dataBytes, channels);
  if (dataBytes === 0) return { sidecar: { ...sidecar, status: "absent", durationSeconds }, bytes: 0 };
  const file = await open(path, "r+");
  try {
    // Only then: should another process still write here, nothing of its sound may be cut off.
    if (size > WAV_HEADER_BYTES + dataBytes) await file.truncate(WAV_HEADER_BYTES + dataBytes);
    await file.write(wavHeader(channels, dataBytes), 0, WAV_HEADER_BYTES, 0);
  } finally {
    await file.close();
  }
  return {
    sidecar: { ...sidecar, status: "completed", durationSeconds },
    bytes: WAV_HEADER_BYTES + dataBytes,
  };
}
