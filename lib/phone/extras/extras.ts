import type { Cancel } from "../ports/deps";
import { talkOf } from "../state/selectors";
import type { Phone, Talk } from "../types";

const talkIn = (phone: Phone): Talk | null => talkOf(phone.getState());

/** Keeps the screen on in a call; the browser lets go of it by itself whenever the page is hidden. */
function keepScreenOn(phone: Phone): Cancel {
  let lock: WakeLockSentinel | null = null;
  let asking = false;
  let over = false;

  async function follow(): Promise<void> {
    const wanted = !over && talkIn(phone) !== null && !document.hidden;
    if (!wanted) {
      await lock?.release();
      lock = null;
    } else if (!asking && (lock === null || lock.released)) {
      asking = true;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      asking = false;
      // The call may have ended meanwhile.
      if (over || talkIn(phone) === null) await follow();
    }
  }

  const changed = () => void follow();
  changed();
  const unsubscribe = phone.subscribe(changed);
  document.addEventListener("visibilitychange", changed);
  return () => {
    unsubscribe();
    document.removeEventListener("visibilitychange", changed);
    over = true;
    changed();
  };
}

/** The Media Session standard's part for calls, which TypeScript's DOM does not know yet. */
interface CallSession {
  setActionHandler(action: "hangup" | "togglemicrophone", handler: (() => void) | null): void;
  setMicrophoneActive?(active: boolean): unknown;
}

/** What a lock screen shows of a call, in the user's language. */
export interface ExtrasTexts {
  /** The name of a caller who gives none. */
  readonly anonymous: string;
  readonly app: string;
}

/** Hang-up and mute on headsets, media keys and the browser's picture-in-picture window. */
function showMediaSession(phone: Phone, texts: ExtrasTexts): Cancel {
  const session = navigator.mediaSession as MediaSession & CallSession;
  let shownRef: string | null = null;
  let shownMuted: boolean | null = null;

  function handle(...action: Parameters<CallSession["setActionHandler"]>): void {
    try {
      session.setActionHandler(...action);
    } catch {
      // This browser does not know the action: the page's own buttons remain.
    }
  }
  function begin(talk: Talk): void {
    session.metadata = new MediaMetadata({
      title: talk.call.peer.name ?? texts.anonymous,
      artist: texts.app,
    });
    handle("hangup", () => phone.hangUp());
    handle("togglemicrophone", () => phone.setMuted(!(talkIn(phone)?.muted ?? false)));
  }
  function end(): void {
    session.metadata = null;
    handle("hangup", null);
    handle("togglemicrophone", null);
  }
  function follow(): void {
    const talk = talkIn(phone);
    const ref = talk?.call.ref ?? null;
    if (ref !== shownRef) {
      shownRef = ref;
      if (talk) begin(talk);
      else end();
    }
    if (talk && talk.muted !== shownMuted) session.setMicrophoneActive?.(!talk.muted);
    shownMuted = talk?.muted ?? null;
  }

  follow();
  const unsubscribe = phone.subscribe(follow);
  return () => {
    unsubscribe();
    if (shownRef !== null) end();
  };
}

/** What some browsers can do for a call: keep the screen on, and take commands from a headset. */
export function attachExtras(phone: Phone, texts: ExtrasTexts): Cancel {
  const detach: Cancel[] = [];
  if ("wakeLock" in navigator) detach.push(keepScreenOn(phone));
  if ("mediaSession" in navigator && "MediaMetadata" in window) detach.push(showMediaSession(phone, texts));
  return () => {
    for (const end of detach) end();
  };
}
