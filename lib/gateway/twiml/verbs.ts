/** The TwiML this gateway understands, as read from a document. Times are in seconds. */

import type { Target } from "../webhook/target";

export type ProgressEvent = "initiated" | "ringing" | "answered" | "completed";

export interface ClientNoun {
  identity: string;
  /** `<Parameter>`s in document order; of a repeated name the SDK keeps the last. */
  parameters: readonly (readonly [name: string, value: string])[];
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
}

export interface DialVerb {
  verb: "Dial";
  answerOnBridge: boolean;
  timeout: number;
  timeLimit: number;
  callerId: string | undefined;
  action: Target | undefined;
  clients: readonly ClientNoun[];
  /** Destinations that are no `<Client>`, such as a phone number: Twilio could reach them, this gateway cannot. */
  unreachable: readonly string[];
}

export type Verb =
  | DialVerb
  | { verb: "Pause"; length: number }
  | { verb: "Say"; text: string; seconds: number }
  | { verb: "Redirect"; target: Target }
  | { verb: "Reject"; reason: "busy" | "rejected" }
  | { verb: "Hangup" }
  /** A verb of Twilio's that this gateway does not carry out. */
  | { verb: "Unsupported"; name: string };

/** Why a document cannot be run, with the code Twilio's debugger would show. */
export class TwimlError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(`${message} (Twilio's error ${code})`);
    this.name = "TwimlError";
  }
}
