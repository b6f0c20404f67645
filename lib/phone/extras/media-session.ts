import type { Peer, Phone, Talk } from "../model/types";
import { talkOf } from "../state/selectors";
import type { Scope } from "../util/scope";

/** The part of the Media Session standard that concerns calls, which TypeScript's DOM types do not have yet. */
interface CallSession {
  setActionHandler(action: "hangup" | "togglemicrophone", handler: (() => void) | null): void;
  setMicrophoneActive?(active: boolean): unknown;
}

/** What a lock screen shows of a call, in the user's language. */
export interface MediaSessionTexts {
  /** Stands for the name of an anonymous caller. */
  readonly anonymous: string;
  /** Marks somebody who calls by a guest link. */
  readonly guest: string;
  readonly app: string;
}

function markOf({ username, guest }: Peer, texts: MediaSessionTexts): string | null {
  if (guest) return texts.guest;
  return username === null ? null : `@${username}`;
}

/**
 * Shows the call on lock screens, and takes hang-up and mute from headsets, media keys and the browser's
 * picture-in-picture window. Ends with `scope`.
 */
export function showMediaSession(scope: Scope, phone: Phone, texts: MediaSessionTexts): void {
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
  function begin({ call: { peer } }: Talk): void {
    session.metadata = new MediaMetadata({
      title: peer.name ?? texts.anonymous,
      artist: [markOf(peer, texts), texts.app].filter((text) => text !== null).join(" · "),
    });
    handle("hangup", () => phone.hangUp());
    handle("togglemicrophone", () => phone.setMuted(!(talkOf(phone.getState())?.muted ?? false)));
  }
  async function showMicrophone(active: boolean): Promise<void> {
    try {
      await session.setMicrophoneActive?.(active);
    } catch {
      // The browser refuses: the page's own buttons show it.
    }
  }
  function end(): void {
    session.metadata = null;
    handle("hangup", null);
    handle("togglemicrophone", null);
  }
  function follow(): void {
    const talk = talkOf(phone.getState());
    const ref = talk?.call.ref ?? null;
    if (ref !== shownRef) {
      shownRef = ref;
      if (talk) begin(talk);
      else end();
    }
    if (talk && talk.muted !== shownMuted) void showMicrophone(!talk.muted);
    shownMuted = talk?.muted ?? null;
  }

  scope.add(() => {
    if (shownRef !== null) end();
  }, phone.subscribe(follow));
  follow();
}
