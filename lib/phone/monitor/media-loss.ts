import { makeProblem } from "../model/problems";
import type { Problem } from "../model/types";
import type { Clock } from "../ports/deps";
import type { VoiceCall, VoiceWarning } from "../ports/voice";
import type { Scope } from "../util/scope";

/** If no packet arrives for so long (ms), which is longer than any ICE negotiation, there is no media path. */
const firstSoundMs = 20_000;
/** How long (ms) sound or socket may be gone before the call is given up: people are told within 30 s. */
const patienceMs = 28_000;
/** A call that went without sound for so long (ms) before it ended ended because of that. */
const soundlessMs = 5_000;
/** When sound has flowed for so many seconds it is back, even if the SDK does not say so. */
const flowingSeconds = 3;

export interface MediaLossHooks {
  /** Whether nothing is heard of the other side at the moment. Called when that may have changed. */
  silent(silent: boolean): void;
  /** Sound never came, or was gone for too long. */
  giveUp(problem: Problem): void;
}

export interface MediaLoss {
  /** Why the call ends if it ends now: sound has been missing for a while. null: it has not. */
  reason(): Problem | null;
}

/** What of an open call is gone at the moment. */
interface Missing {
  /** Nothing is heard of the other side. */
  readonly silent: boolean;
  /** Media connection or socket are gone, which the call will not survive for long. */
  readonly grave: boolean;
}

/**
 * Follows what is missing of a call. The SDK says so in two ways: it warns as soon as sound is gone, and says
 * `reconnecting` only once it does something about it, which for a short gap it never does (call.ts,
 * `_onMediaFailure`). At the end of some gaps it says `reconnecting` once more, on a connection that is up, and never
 * `reconnected`: so that incoming sound counts for more than its word.
 */
function followMissing(scope: Scope, call: VoiceCall, changed: (missing: Missing) => void): void {
  const warnings = new Set<VoiceWarning>();
  let media = false;
  let signalling = false;
  let flowing = 0;

  function report(): void {
    const noMedia = media || warnings.has("ice_lost");
    // No packet for 3 s may be the other side's trouble as well, so this alone is no reason to give up.
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
      // While the socket is gone too, this is all the SDK says of media that came back.
      if (warning === "ice_lost") media = false;
      if (warnings.delete(warning)) report();
    }),
  );
}

/**
 * Watches whether sound comes through an open call, until `scope` ends. The SDK says `accept` as soon as it knows where
 * to send sound, before any has found its way. Somebody who is muted sends silence, which counts as sound.
 *
 * Media and socket share one patience: a gateway that dies takes the socket first and the sound some seconds later.
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
