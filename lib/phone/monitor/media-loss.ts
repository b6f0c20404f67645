import { makeProblem } from "../model/problems";
import type { Problem } from "../model/types";
import type { Clock } from "../ports/deps";
import type { VoiceCall } from "../ports/voice";
import type { Scope } from "../util/scope";
import { afterAwake, watchSleep } from "../util/sleep";

/** How long (ms) to wait for the first sign of a media path: longer than any ICE negotiation takes. */
const firstSoundMs = 20_000;
/** How long (ms) sound or socket may be gone before the call is given up, so that its end is shown within 30 s. */
const patienceMs = 28_000;
/** If sound was gone for this long (ms) when the call ended, the loss of sound is the reason. */
const soundlessMs = 5_000;
/** How long (ms) after a sleep the browser may take to find that a connection is lost. */
const wakingMs = 30_000;
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
  /** No sound can come through. */
  readonly silent: boolean;
  /** Media connection or socket are gone, which the call will not survive for long. */
  readonly grave: boolean;
}

/**
 * Follows what a call lacks. The SDK reports it in two ways: it warns as soon as the connection is gone, and emits
 * `reconnecting` only when it begins to restore the connection, which for a short gap it never does (call.ts,
 * `_onMediaFailure`). At the end of some gaps it emits `reconnecting` once more although the connection is up, and no
 * `reconnected` follows. So incoming packets count for more than the last event.
 */
function followMissing(scope: Scope, call: VoiceCall, changed: (missing: Missing) => void): void {
  let iceLost = false;
  let media = false;
  let signalling = false;
  let flowing = 0;

  function report(): void {
    const noMedia = media || iceLost;
    // The SDK also warns that no packets come. That alone says nothing of the connection: a microphone that stopped
    // sends none. If it is the connection, the browser finds it lost within seconds.
    changed({ silent: noMedia, grave: noMedia || signalling });
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
      if (!media || flowing < flowingSeconds || iceLost) return;
      media = false;
      report();
    }),
    call.on("warning", (warning) => {
      if (warning !== "ice_lost") return;
      iceLost = true;
      report();
    }),
    call.on("warning-cleared", (warning) => {
      if (warning !== "ice_lost") return;
      iceLost = false;
      // If the socket is gone too, this is the only event by which the SDK reports that media are back.
      media = false;
      report();
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
  let connected = false;
  let lost: { readonly since: number; readonly patience: Scope } | null = null;

  const sleep = watchSleep(scope, clock);
  /** A machine that slept has lost its connections: nothing else is to blame for what is missing soon after. */
  function why(code: "media_failed" | "connection_lost", after = openedAt): Problem {
    return makeProblem(sleep.sleptAfter(after) ? "slept" : code);
  }

  awaited.add(
    afterAwake(clock, firstSoundMs, () => hooks.giveUp(why("media_failed"))),
    call.on("sample", ({ receives, rttMs }) => {
      // A round trip was measured, so there is a path, and the other side has sent nothing along it yet.
      if (!receives && rttMs === null) return;
      connected = true;
      awaited.end();
    }),
  );

  followMissing(scope, call, ({ silent, grave }) => {
    if (!grave) {
      lost?.patience.end();
      lost = null;
    } else if (lost === null) {
      const since = clock.now();
      lost = { since, patience: scope.child() };
      const giveUp = () => hooks.giveUp(why("connection_lost", since - wakingMs));
      lost.patience.add(afterAwake(clock, patienceMs, giveUp));
    }
    hooks.silent(silent);
  });

  return {
    reason() {
      const since = connected ? lost?.since : openedAt;
      if (since === undefined || clock.now() - since < soundlessMs) return null;
      return connected ? why("connection_lost", since - wakingMs) : why("media_failed");
    },
  };
}
