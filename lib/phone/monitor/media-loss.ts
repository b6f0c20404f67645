import { makeProblem } from "../model/problems";
import type { Problem } from "../model/types";
import type { Clock } from "../ports/deps";
import type { VoiceCall, VoiceWarning } from "../ports/voice";
import type { Scope } from "../util/scope";

/** If no packet arrives within this time (ms), longer than any ICE negotiation, there is no media path. */
const firstSoundMs = 20_000;
/** How long (ms) sound or socket may be gone before the call is given up, so that its end is shown within 30 s. */
const patienceMs = 28_000;
/** If sound was gone for this long (ms) when the call ended, that is the reason. */
const soundlessMs = 5_000;
/** After this many seconds with packets, media is back even if the SDK has not emitted `reconnected`. */
const flowingSeconds = 3;

interface MediaLossHooks {
  /** Called when it may have changed whether anything is heard of the other side. */
  silent(silent: boolean): void;
  /** Sound never came, or was gone for too long. */
  giveUp(problem: Problem): void;
}

/** The watch over the sound of an open call. */
export interface MediaLoss {
  /** The reason if the call ends now and sound has been gone for 5 s; null: it has not. */
  reason(): Problem | null;
}

/** What an open call lacks at the moment. */
interface Missing {
  /** Nothing is heard of the other side. */
  readonly silent: boolean;
  /** Media connection or socket are gone, which the call will not survive for long. */
  readonly grave: boolean;
}

/**
 * Follows what a call lacks. The SDK reports it in two ways: it warns as soon as sound is gone, and emits
 * `reconnecting` only when it begins to restore the connection, which for a short gap it never does (call.ts,
 * `_onMediaFailure`). At the end of some gaps it emits `reconnecting` once more although the connection is up, and no
 * `reconnected` follows. So incoming packets count for more than the last event.
 */
function followMissing(scope: Scope, call: VoiceCall, changed: (missing: Missing) => void): void {
  const warnings = new Set<VoiceWarning>();
  let media = false;
  let signalling = false;
  let flowing = 0;

  function report(): void {
    const noMedia = media || warnings.has("ice_lost");
    // `no_incoming_audio` may be the fault of the other side, so it alone is no reason to give up.
    changed({ silent: noMedia || warnings.has("no_incoming_audio"), grave: noMedia || signalling });
  }

  scope.add(
    call.on("reconnecting", (lost) => {
      flowing = 0;
      if (lost === "media") media = true;
      else signalling = true;
      report();
    }),
    call.on("reconnected", () => {
      media = false;
      signalling = false;
      report();
    }),
    call.on("sample", ({ receives }) => {
      flowing = receives ? flowing + 1 : 0;
      if (!media || flowing < flowingSeconds || warnings.has("ice_lost")) return;
      media = false;
      report();
    }),
    call.on("warning", (warning) => {
      if (warning !== "ice_lost" && warning !== "no_incoming_audio") return;
      warnings.add(warning);
      report();
    }),
    call.on("warning-cleared", (warning) => {
      // While the socket is gone too, the SDK reports restored media by this alone.
      if (warning === "ice_lost") media = false;
      if (warnings.delete(warning)) report();
    }),
  );
}

/**
 * Watches whether sound comes through an open call, until `scope` ends. The SDK emits `accept` as soon as it knows
 * where to send sound, before any packet has arrived. A muted microphone sends silence, which counts as sound.
 *
 * Media and socket share one time limit: when a gateway dies the socket is lost first, the sound some seconds later.
 */
export function watchMediaLoss(
  scope: Scope,
  call: VoiceCall,
  clock: Clock,
  hooks: MediaLossHooks,
): MediaLoss {
  const openedAt = clock.now();
  const awaited = scope.child();
  let heard = false;
  let lost: { readonly since: number; readonly patience: Scope } | null = null;

  awaited.add(
    clock.after(firstSoundMs, () => hooks.giveUp(makeProblem("media_failed"))),
    call.on("sample", ({ receives }) => {
      if (!receives) return;
      heard = true;
      awaited.end();
    }),
  );

  followMissing(scope, call, ({ silent, grave }) => {
    if (!grave) {
      lost?.patience.end();
      lost = null;
    } else if (lost === null) {
      lost = { since: clock.now(), patience: scope.child() };
      lost.patience.add(clock.after(patienceMs, () => hooks.giveUp(makeProblem("connection_lost"))));
    }
    hooks.silent(silent);
  });

  return {
    reason() {
      const since = heard ? lost?.since : openedAt;
      if (since === undefined || clock.now() - since < soundlessMs) return null;
      return makeProblem(heard ? "connection_lost" : "media_failed");
    },
  };
}
