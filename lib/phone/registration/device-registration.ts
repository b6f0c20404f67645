import { makeProblem, ProblemError, problemOf } from "../model/problems";
import type { Problem } from "../model/types";
import type { PhoneDeps } from "../ports/deps";
import type { DeviceSetup, Voice, VoiceCall, VoiceDevice } from "../ports/voice";
import { createScope } from "../util/scope";
import { watchSleep } from "../util/sleep";
import { networkLimitMs, withLimit } from "../util/timeout";

/** What a Device reports. Until it has been registered, only `invited` and `tokenExpiring` are called. */
export interface DeviceListener {
  invited(call: VoiceCall): void;
  /** The SDK lost its socket; it tries to bring it back by itself. */
  socketLost(): void;
  /** The SDK brought its socket back and registered again. */
  socketBack(): void;
  tokenRefused(): void;
  tokenExpiring(): void;
}

/** For a Device of the diagnostics. A call that rings it is left to the other Devices. */
export const deafListener: DeviceListener = {
  invited: (call) => call.ignore(),
  socketLost() {},
  socketBack() {},
  tokenRefused() {},
  tokenExpiring() {},
};

/** A Device with our listeners on it, registering or registered. */
export interface DeviceRegistration {
  readonly device: VoiceDevice;
  /** null once it is registered or need not be, else what went wrong, within 10 s. Never rejects. */
  readonly failure: Promise<Problem | null>;
  /** The network can ring the Device at this moment. */
  isRegistered(): boolean;
  /** Destroys the Device, registered or not. */
  close(): void;
}

/**
 * Makes a Device and registers it. Throws what the SDK throws when it cannot make one. A Device that is not rung is not
 * registered: the SDK connects it to the network with its first call.
 */
export function registerDevice(
  { clock, page, rings }: Pick<PhoneDeps, "clock" | "page" | "rings">,
  voice: Voice,
  setup: DeviceSetup,
  listener: DeviceListener,
): DeviceRegistration {
  const scope = createScope();
  const device = voice.createDevice(setup);
  let stage: "registering" | "registered" | "socketLost" | "notRung" = rings ? "registering" : "notRung";
  let refuse: (failure: Problem) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = (failure) => reject(new ProblemError(failure));
  });
  // Closing refuses too, and may do so when nothing waits for the registration any more.
  refused.catch(() => {});

  function onRegistered(): void {
    // The first registration is over when `register()` resolves.
    if (stage === "registering") return;
    stage = "registered";
    listener.socketBack();
  }

  function onUnregistered(): void {
    if (stage === "registering") {
      refuse(makeProblem("signalling_lost"));
      return;
    }
    stage = "socketLost";
    listener.socketLost();
  }

  function onError(failure: Problem): void {
    if (stage === "registering") refuse(failure);
    else if (failure.code === "token_refused") listener.tokenRefused();
  }

  async function register(): Promise<Problem | null> {
    const registering = scope.child();
    const began = clock.now();
    // A socket of before a sleep is dead, and its limit has not run out by the fault of any network.
    const sleep = watchSleep(registering, clock, () => refuse(makeProblem("slept")));
    try {
      const first = Promise.race([device.register(), refused]);
      await withLimit(clock, networkLimitMs, first, makeProblem("register_timeout"));
      stage = "registered";
      return null;
    } catch (error) {
      if (sleep.sleptAfter(began)) return makeProblem("slept");
      return page.online ? problemOf(error) : makeProblem("network_down");
    } finally {
      registering.end();
    }
  }

  scope.add(
    () => device.destroy(),
    device.on("incoming", listener.invited),
    device.on("registered", onRegistered),
    device.on("unregistered", onUnregistered),
    device.on("tokenWillExpire", listener.tokenExpiring),
    device.on("error", onError),
    () => refuse(makeProblem("signalling_lost")),
  );
  return {
    device,
    failure: rings ? register() : Promise.resolve(null),
    isRegistered: () => scope.active && stage === "registered",
    close: scope.end,
  };
}
