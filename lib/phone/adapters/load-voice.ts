import type { LoadVoice } from "../ports/voice";

/** Loads the SDK when the phone first needs it, once; a download that failed is tried again the next time. */
export function createLoadVoice(): LoadVoice {
  let installed = false;
  return async (signaling) => {
    if (signaling !== undefined && !installed) {
      const { installLocalSignalling } = await import("./local-signalling");
      // Checked again after the wait: diagnostics and the phone may load at the same time.
      if (!installed) installLocalSignalling(signaling);
      installed = true;
    }
    const { voice } = await import("./voice-sdk");
    return voice;
  };
}
