import type { Cancel } from "../base/clock";
import { reason } from "../base/log";
import type { GivenDocument } from "../twiml/run";
import type { ConferenceNoun, ProgressEvent } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { ClientCall } from "./client-call";
import type { Acceptance, DeviceLeg } from "./device-leg";
import { runDial } from "./dial";
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
  statusCallback: Target | undefined;
  statusCallbackEvents: ReadonlySet<ProgressEvent>;
  /** For how long it rings. */
  timeout: number;
  timeLimit: number;
  /** Undefined: the call is not recorded. */
  recording: CallRecordingOptions | undefined;
}

/** Rings a client over REST, and runs a document once it has answered. The call ends by itself. */
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
        cancelTimer = exchange.clock.after(options.timeLimit * 1_000, () =>
          call.close("reached its time limit"),
        );
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
  cancelTimer = exchange.clock.after(timeout * 1_000, () => call.end("no-answer"));
  exchange.log(call.sid, `${from} calls ${call.to} over REST`);
  call.start();
  if (call.state.kind === "ringing") exchange.conferences.callRinging(call.sid);
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
