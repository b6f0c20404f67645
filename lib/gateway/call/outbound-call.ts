import type { Cancel } from "../base/clock";
import { reason } from "../base/log";
import { isIdentity } from "../signalling/identity";
import type { GivenDocument } from "../twiml/run";
import type { ConferenceNoun, ProgressEvent } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { ClientCall } from "./client-call";
import type { Acceptance, DeviceLeg } from "./device-leg";
import { RINGING_GRACE_SECONDS, runDial } from "./dial";
import type { Exchange } from "./exchange";
import { joinConference } from "./join-conference";
import type { CallRecordingOptions } from "./recording-options";
import type { Task } from "./script";

/** A call to a client that REST asks for. Times are in seconds. */
export interface OutboundCallOptions {
  /** Undefined: a new one. */
  sid?: string | undefined;
  identity: string;
  /** Custom parameters, which the SDK gives to the page. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** What the device shows as the caller. */
  from: string;
  /** What runs once the client has answered. */
  document: Target | GivenDocument | { conference: ConferenceNoun };
  /** Requested when that, or a later document, cannot be fetched or run. */
  fallback: Target | undefined;
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
  /** For how long it rings. */
  timeout: number;
  timeLimit: number;
  /** Undefined: the call is not recorded. */
  recording: CallRecordingOptions | undefined;
}

/** Whether `identity` is one that a client can have. */
export function isCallable(identity: string): boolean {
  return isIdentity(identity);
}

/**
 * Rings a client over REST, and runs a document once it has answered. The call ends by itself. It is queued when this returns, and
 * begins right after.
 */
export function callOut(exchange: Exchange, options: OutboundCallOptions): ClientCall {
  const { sid, identity, parameters, from, statusCallback, statusCallbackEvents, timeout } = options;
  let cancelTimer: Cancel = () => {};
  const call = new ClientCall({
    sid,
    identity,
    parameters,
    from,
    parentSid: null,
    statusCallback,
    statusCallbackEvents,
    exchange,
    offerTo: (device) => device.offerVoice(),
    dial: runDial,
    events: {
      answered(_call, device, acceptance) {
        cancelTimer();
        if (!answer(call, device, acceptance)) return;
        if (options.recording) call.record(options.recording);
        void call.run(taskOf(call, options));
      },
      closed() {
        cancelTimer();
        // Nothing happens unless a conference waits for it.
        exchange.conferences.callFailed(call.sid, call.facts().status);
      },
    },
  });
  call.adjust({ fallback: options.fallback, timeLimit: options.timeLimit });
  exchange.log(call.sid, `${from} calls ${call.to} over REST`);
  cancelTimer = exchange.clock.after(0, () => {
    const seconds = timeout + RINGING_GRACE_SECONDS;
    cancelTimer = exchange.clock.after(seconds * 1_000, () => call.end("no-answer"));
    call.start();
    if (call.state.kind === "ringing") exchange.conferences.callRinging(call.sid);
  });
  return call;
}

function taskOf(call: ClientCall, { document, timeLimit }: OutboundCallOptions): Task {
  if (!("conference" in document)) return document;
  const limits = { timeLimit, hangupOnStar: false };
  return (signal) => joinConference(call, document.conference, limits, signal);
}

/** Connects the device that answers. False when its media cannot be connected: the call has failed. */
function answer(call: ClientCall, device: DeviceLeg, acceptance: Acceptance): boolean {
  if (call.state.kind !== "ringing") return false;
  try {
    device.connect(device.acceptVoice(acceptance));
  } catch (error) {
    call.log(`cannot connect media: ${reason(error)}`);
    call.end("failed");
    return false;
  }
  call.connected(device);
  return true;
}
