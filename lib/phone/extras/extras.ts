import type { Phone } from "../model/types";
import type { Cancel } from "../ports/deps";
import { createScope } from "../util/scope";
import { type MediaSessionTexts, showMediaSession } from "./media-session";
import { keepScreenOn } from "./wake-lock";

/** Does for a call what only some browsers can: keeps the screen on, and takes commands from a headset. */
export function attachExtras(phone: Phone, texts: MediaSessionTexts): Cancel {
  const scope = createScope();
  if (navigator.wakeLock) attach(() => keepScreenOn(scope, phone));
  if (navigator.mediaSession && window.MediaMetadata) {
    attach(() => showMediaSession(scope, phone, texts));
  }
  return scope.end;
}

/** A browser that only seems to have an extra must not take the page, or the other extra, with it. */
function attach(extra: () => void): void {
  try {
    extra();
  } catch (error) {
    console.error("An extra of the phone failed", error);
  }
}
