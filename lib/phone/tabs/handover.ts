import type { Calls } from "../calls/calls";
import type { Cancel, PhoneDeps, Tabs } from "../ports/deps";
import type { HandedRing } from "../ports/tab-message";
import type { VoiceCall, VoiceCallEvents, VoiceDevice } from "../ports/voice";
import type { DeviceRegistration } from "../registration/device-registration";
import type { Registration } from "../registration/registration";
import { Emitter } from "../util/emitter";
import { createScope } from "../util/scope";

/** Moves a ringing call along when the phone moves from one tab to another. */
interface RingHandover {
  /** The phone leaves this tab. Returns what the other tab needs of the call that rings here; null: none rings. */
  give(): HandedRing | null;
  /** The phone came to this tab, with the call that rang at the other one. */
  receive(ring: HandedRing | null): void;
  /** This tab is registered: a received call can be answered now, so it rings. */
  lineUp(): void;
  /** Hears which moved rings are over, until the returned function is called: a ring may end while it moves. */
  start(): Cancel;
  /** The page is left: calls that ring here for another tab end, and a received call is dropped. */
  stop(): void;
}

/** Without `tabs` no call is given or received. */
export function createRingHandover(
  { tabs, uuid }: Pick<PhoneDeps, "tabs" | "uuid">,
  calls: Calls,
  registration: Registration,
): RingHandover {
  /** From the moment the phone comes here until its call rings here. */
  let received: { readonly ring: HandedRing; readonly call: VoiceCall } | null = null;
  let given = createScope();
  /** The rings whose end this tab has heard of. A person has few of them. */
  const over = new Set<string>();

  function dropReceived(): HandedRing | null {
    const { ring = null, call = null } = received ?? {};
    received = null;
    call?.ignore();
    return ring;
  }

  return {
    give() {
      if (!tabs) return null;
      // A call that has not begun to ring here is handed on unchanged.
      const passing = dropReceived();
      if (passing) return passing;
      const call = calls.detachRing();
      const device = call && registration.detach();
      if (!call?.connectToken || !device) return null;
      const { connectToken, parameters } = call;
      const ring = { id: uuid(), parameters: Object.fromEntries(parameters), connectToken };
      given.add(keepRinging(call, device, ring.id, tabs));
      return ring;
    },
    receive(ring) {
      dropReceived();
      if (!ring || !tabs || over.has(ring.id)) return;
      const call = takeRing(ring, tabs, registration.device);
      received = { ring, call };
      // The caller may give up before this tab is registered.
      call.on("cancel", dropReceived);
    },
    lineUp() {
      const call = received?.call;
      received = null;
      if (call) calls.incoming(call);
    },
    start() {
      if (!tabs) return () => {};
      return tabs.listen((message) => {
        if (message.type === "ringOver") over.add(message.id);
      });
    },
    stop() {
      dropReceived();
      given.end();
      given = createScope();
    },
  };
}

/**
 * At the tab that had the phone: keeps the Device of a ringing call alive and silent until the call no longer rings,
 * because the network rings Devices, not tabs, and a Device that registers later is not rung. When the other tab
 * answers, the network takes the call from here with a `cancel`. The returned function ends it without an answer.
 */
function keepRinging(call: VoiceCall, registration: DeviceRegistration, id: string, tabs: Tabs): Cancel {
  const ringing = createScope();
  ringing.add(
    registration.close,
    () => tabs.send({ type: "ringOver", id }),
    call.on("cancel", ringing.end),
    call.on("disconnect", ringing.end),
    registration.device.on("unregistered", ringing.end),
    tabs.listen((message) => {
      if (message.type !== "ringDeclined" || message.id !== id) return;
      call.reject();
      ringing.end();
    }),
  );
  return () => {
    if (ringing.active) call.ignore();
    ringing.end();
  };
}

const callEvents = [
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
 * At the tab that takes the phone over: the call that rings at the other tab as a call of this one. Answering takes it
 * to this tab's Device by the SDK's `connectToken`; from then on it is an ordinary call.
 */
function takeRing(ring: HandedRing, tabs: Tabs, device: () => VoiceDevice | null): VoiceCall {
  const events = new Emitter<VoiceCallEvents>();
  let taken: VoiceCall | null = null;
  /** Until the call ends. */
  const alive = createScope();
  /** Until it is answered here. */
  const ringing = alive.child();
  ringing.add(
    tabs.listen((message) => {
      if (message.type === "ringOver" && message.id === ring.id) cancel();
    }),
  );

  /** It ended before it could be taken to this tab. */
  function cancel(): void {
    if (!alive.active) return;
    alive.end();
    events.emit("cancel");
  }
  function follow(call: VoiceCall): void {
    taken = call;
    for (const event of callEvents) {
      alive.add(call.on(event, (...args: VoiceCallEvents[typeof event]) => events.emit(event, ...args)));
    }
  }
  function leave(): void {
    alive.end();
    taken?.disconnect();
  }

  return {
    on: (event, listener) => events.on(event, listener),
    parameters: new Map(Object.entries(ring.parameters)),
    connectToken: ring.connectToken,
    accept() {
      ringing.end();
      const taking = device()?.take(ring.connectToken) ?? Promise.reject(new Error("No Device"));
      taking.then((call) => (alive.active ? follow(call) : call.disconnect()), cancel);
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
