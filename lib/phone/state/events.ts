import type { CallStage, Refusal } from "@/lib/contracts";
import type {
  Hint,
  IncomingCall,
  LineRefusal,
  MicrophoneProblem,
  OutgoingCall,
  Problem,
  Quality,
  ShownOutcome,
} from "../model/types";
import type { TabCalls } from "../ports/tab-message";

/** The state of the line, with or without a call. `refused`: only the user can help, so it does not try again by itself. */
export type LineReport =
  | { readonly kind: "starting" }
  | { readonly kind: "up" }
  | { readonly kind: "down"; readonly problem: Problem; readonly retryAt: number }
  | { readonly kind: "refused"; readonly problem: LineRefusal };

/** Everything that can happen to the phone. An event of a call names it by `ref`, and changes nothing for another call. */
export type PhoneEvent =
  | { readonly type: "started" }
  | { readonly type: "stopped" }
  | { readonly type: "elsewhere"; readonly inCall: boolean }
  | { readonly type: "callsElsewhere"; readonly calls: TabCalls }
  | { readonly type: "line"; readonly report: LineReport }
  | { readonly type: "dial"; readonly call: OutgoingCall }
  | { readonly type: "dialFailed"; readonly ref: string; readonly problem: MicrophoneProblem }
  /** The server's word on a call that is not answered. It may come late, or after what it announces. */
  | { readonly type: "stage"; readonly ref: string; readonly stage: CallStage }
  | { readonly type: "ringing"; readonly ref: string }
  | { readonly type: "incoming"; readonly call: IncomingCall }
  | { readonly type: "answering"; readonly ref: string }
  | { readonly type: "answerFailed"; readonly ref: string; readonly problem: MicrophoneProblem }
  | { readonly type: "soundBlocked"; readonly ref: string; readonly blocked: boolean }
  | { readonly type: "answered"; readonly ref: string; readonly at: number }
  | { readonly type: "answerWaiting"; readonly ref: string }
  | { readonly type: "muted"; readonly ref: string; readonly muted: boolean }
  | { readonly type: "quality"; readonly ref: string; readonly quality: Quality }
  | { readonly type: "hint"; readonly ref: string; readonly hint: Hint }
  | { readonly type: "mediaLost"; readonly ref: string }
  | { readonly type: "mediaBack"; readonly ref: string }
  | {
      readonly type: "over";
      readonly ref: string;
      readonly outcome: ShownOutcome | null;
      readonly problem: Problem | null;
      readonly durationSeconds: number;
    }
  | {
      readonly type: "outcome";
      readonly ref: string;
      readonly outcome: ShownOutcome;
      readonly refusal: Refusal | null;
      readonly durationSeconds: number;
    }
  | { readonly type: "dismissed"; readonly report: LineReport };
