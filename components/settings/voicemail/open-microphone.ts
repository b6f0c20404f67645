import { isRefusal, PageUnfitError, ProblemError, problemOfMicrophone } from "@/lib/phone/model/problems";
import type { DeviceControls } from "@/lib/phone/model/types";

/** Opens the microphone that is chosen for calls. Throws a ProblemError with a MicrophoneProblem. */
export async function openMicrophone({ getState, refresh }: DeviceControls): Promise<MediaStream> {
  const chosen = getState().input;
  try {
    return await request(chosen);
  } catch (error) {
    if (chosen === null || problemOfMicrophone(error).code !== "mic_missing") throw await problemOf(error);
  }
  // It is gone: browsers do not report every departure, so the list was out of date.
  await refresh();
  try {
    return await request(getState().input);
  } catch (error) {
    throw await problemOf(error);
  }
}

async function request(id: string | null): Promise<MediaStream> {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) throw new PageUnfitError(window.isSecureContext ? "unsupported_browser" : "insecure_page");
  return devices.getUserMedia({ audio: id === null ? true : { deviceId: { exact: id } } });
}

async function problemOf(error: unknown): Promise<ProblemError> {
  return new ProblemError(problemOfMicrophone(error, isRefusal(error) ? await permission() : null));
}

/** null where the browser does not know the permission by this name. */
async function permission(): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state;
  } catch {
    return null;
  }
}
