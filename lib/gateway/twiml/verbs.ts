/** The TwiML that the gateway understands, as read from a document. Times are in seconds. */

import type { Target } from "../webhook/webhooks";

/** The events of `statusCallbackEvent`. */
export type ProgressEvent = "initiated" | "ringing" | "answered" | "completed";

/** One `<Client>` of a `<Dial>`. */
export interface ClientNoun {
  identity: string;
  /** The `<Parameter>`s in document order. Of a repeated name the SDK keeps the last. */
  parameters: readonly (readonly [name: string, value: string])[];
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
}

/** `<Dial>`, with the defaults of Twilio where it has no attribute. */
export interface DialVerb {
  verb: "Dial";
  answerOnBridge: boolean;
  timeout: number;
  timeLimit: number;
  callerId: string | undefined;
  action: Target | undefined;
  clients: readonly ClientNoun[];
  /** Destinations other than `<Client>`, such as a phone number. Twilio reaches them, this gateway does not. */
  unreachable: readonly string[];
}

/** A verb of a document. */
export type Verb =
  | DialVerb
  | { verb: "Pause"; length: number }
  | { verb: "Say"; text: string; seconds: number }
  | { verb: "Redirect"; target: Target }
  | { verb: "Reject"; reason: "busy" | "rejected" }
  | { verb: "Hangup" }
  /** A TwiML verb that the gateway does not support. */
  | { verb: "Unsupported"; name: string };

/** Why a document cannot be run. `code` is the one Twilio's debugger would show. */
export class TwimlError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(`${message} (Twilio's error ${code})`);
    this.name = "TwimlError";
  }
}
