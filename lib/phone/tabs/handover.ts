import type { Cancel, Tabs } from "../ports/deps";
import type { HandedRing } from "../ports/tab-message";
import type { VoiceCall, VoiceCallEvents, VoiceDevice } from "../ports/voice";
import type { DeviceRegistration } from "../registration/device-registration";
import { Emitter } from "../util/emitter";

/** A call that still rings at a tab which gives the phone away, with the Device that it rings on. */
export interface Ringing {
  readonly call: VoiceCall;
  readonly registration: DeviceRegistration;
}

/**
 * The tab that had the phone: keeps the Device of a ringing call alive and silent until the ring is over, because
 * the network rings Devices, not tabs, and a Device that registers later is not rung. When the other tab answers,
 * the network takes the call from here with a `cancel`.
 */
export function keepRinging({ call, registration }: Ringing, id: string, tabs: Tabs): Cancel {
  const undo: Cancel[] = [];

  function close(): void {
    if (undo.length === 0) return;
    for (const end of undo.splice(0)) end();
    tabs.send({ type: "ringOver", id });
    registration.close();
  }
  undo.push(
    call.on("cancel", close),
    call.on("disconnect", close),
    registration.device.on("unregistered", close),
    tabs.listen((message) => {
      if (message.type !== "ringDeclined" || message.id !== id) return;
      call.reject();
      close();
    }),
  );
  return () => {
    call.ignore();
    close();
  };
}

const events = [
  "ringing",
  "accept",
  "cancel",
  "disconnect",
  "error",
  "reconnecting",
  "reconnected",
  "sample",
  "volume",
  "warning",
  "warning-cleared",
] as const satisfies readonly (keyof VoiceCallEvents)[];

/**
 * The tab that takes the phone over: a ring of the other tab as a call of this one. Answering takes the call to
 * this tab's Device by the SDK's `connectToken`; from then on it is an ordinary call.
 */
export function takeRing(ring: HandedRing, tabs: Tabs, device: () => VoiceDevice | null): VoiceCall {
  const emitter = new Emitter<VoiceCallEvents>();
  let taken: VoiceCall | null = null;
  let over = false;
  const unlisten = tabs.listen((message) => {
    if (message.type === "ringOver" && message.id === ring.id) end();
  });

  /** Over before it was answered here. */
  function end(): void {
    unlisten();
    if (!over) emitter.emit("cancel");
    over = true;
  }
  function follow(call: VoiceCall): void {
    taken = call;
    for (const event of events) {
      call.on(event, (...args: VoiceCallEvents[typeof event]) => emitter.emit(event, ...args));
    }
  }
  function leave(): void {
    over = true;
    unlisten();
    taken?.disconnect();
  }

  return {
    on: (event, listener) => emitter.on(event, listener),
    parameters: new Map(Object.entries(ring.parameters)),
    connectToken: ring.connectToken,
    accept() {
      unlisten();
      const taking = device()?.take(ring.connectToken) ?? Promise.reject(new Error("No Device"));
      taking.then((call) => (over ? call.disconnect() : follow(call)), end);
    },
    reject() {
      tabs.send({ type: "ringDeclined", id: ring.id });
      leave();
    },
    ignore: leave,
    disconnect: leave,
    mute: (muted) => taken?.mute(muted),
    sendDigits: (digits) => taken?.sendDigits(digits),
  };
}
