import type { CallInfo } from "../model/types";
import type { MediaLoss } from "../monitor/media-loss";
import type { TalkMonitor } from "../monitor/talk";
import type { VoiceCall } from "../ports/voice";
import { createScope, type Scope } from "../util/scope";

/** How far a call of this tab has come. Times are milliseconds since the epoch. */
export type Stage =
  /** Outgoing: the microphone is being opened, or the SDK is about to send the invite. */
  | { readonly kind: "placing" }
  /** Outgoing: the SDK has made the call, and the network has not reacted yet. */
  | { readonly kind: "sent"; readonly call: VoiceCall }
  /** Outgoing: it rings at the other side. `earlyMedia`: the network plays what I hear meanwhile. */
  | {
      readonly kind: "ringing";
      readonly call: VoiceCall;
      readonly since: number;
      readonly earlyMedia: boolean;
    }
  /** Incoming: it rings here. */
  | { readonly kind: "offered"; readonly call: VoiceCall; readonly since: number }
  /** Incoming: the user answered, and the microphone is being opened. It has rung since `since`. */
  | { readonly kind: "answering"; readonly call: VoiceCall; readonly since: number }
  /** Incoming: `accept` was called, and the connection is being made. It has rung since `since`. */
  | { readonly kind: "accepted"; readonly call: VoiceCall; readonly since: number }
  /** Two people talk, since `since`. */
  | {
      readonly kind: "open";
      readonly call: VoiceCall;
      readonly since: number;
      readonly loss: MediaLoss;
      readonly monitor: TalkMonitor;
    }
  | { readonly kind: "over" };

/** One call of this tab, from dialling or the invite until it is over. */
export interface Leg {
  readonly info: CallInfo;
  readonly stage: Stage;
  /** Ends when the call is over. */
  readonly scope: Scope;
  /** Ends when the present stage does. */
  readonly stageScope: Scope;
  /** Enters another stage. The scope of the stage before ends. */
  enter(stage: Stage): void;
}

/** A call that begins with the stage `first`. */
export function createLeg(info: CallInfo, first: Stage): Leg {
  const scope = createScope();
  let stage = first;
  let stageScope = scope.child();
  return {
    info,
    scope,
    get stage() {
      return stage;
    },
    get stageScope() {
      return stageScope;
    },
    enter(next) {
      const before = stageScope;
      stage = next;
      stageScope = scope.child();
      before.end();
      if (next.kind === "over") scope.end();
    },
  };
}

/** Two people talk, or are about to. Such a call survives the loss of its socket; any other call ends with it. */
export function isAnswered({ stage: { kind } }: Leg): boolean {
  return kind === "answering" || kind === "accepted" || kind === "open";
}
