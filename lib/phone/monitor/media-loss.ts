import type { Cancel } from "../ports/deps";
import type { VoiceCall, VoiceWarning } from "../ports/voice";

/** What of an open call is gone for the moment. */
export interface Loss {
  /** Nothing is heard of the other side. */
  readonly silent: boolean;
  /** Media connection or socket are gone, which the call will not survive for long. */
  readonly grave: boolean;
}

/** Sound that has flowed for so many seconds is back, whatever the SDK says. */
const enoughSeconds = 3;

/**
 * Gathers what the SDK tells in two ways: it warns as soon as sound is gone, and says `reconnecting` only once it
 * does something about it, which for a short gap it never does (call.ts, `_onMediaFailure`). At the end of some gaps it
 * says `reconnecting` once more, on a connection that is up, and never `reconnected`: what flows in is the better word.
 */
export function followLoss(call: VoiceCall, changed: (loss: Loss) => void): Cancel[] {
  const warnings = new Set<VoiceWarning>();
  let media = false;
  let signalling = false;
  let flowing = 0;

  function tell(): void {
    const noMedia = media || warnings.has("ice_lost");
    changed({ silent: noMedia || warnings.has("no_incoming_audio"), grave: noMedia || signalling });
  }
  return [
    call.on("reconnecting", (lost) => {
      flowing = 0;
      if (lost === "media") media = true;
      else signalling = true;
      tell();
    }),
    call.on("reconnected", () => {
      media = false;
      signalling = false;
      tell();
    }),
    call.on("sample", ({ receives }) => {
      flowing = receives ? flowing + 1 : 0;
      if (!media || flowing < enoughSeconds || warnings.has("ice_lost")) return;
      media = false;
      tell();
    }),
    call.on("warning", (name) => {
      if (name !== "ice_lost" && name !== "no_incoming_audio") return;
      warnings.add(name);
      tell();
    }),
    call.on("warning-cleared", (name) => {
      // While the socket is gone too, this is all the SDK says of media that came back.
      if (name === "ice_lost") media = false;
      if (warnings.delete(name)) tell();
    }),
  ];
}
