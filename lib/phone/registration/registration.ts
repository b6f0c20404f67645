import type { PhoneDeps } from "../ports/deps";
import type { DeviceSetup, Voice, VoiceCall, VoiceDevice } from "../ports/voice";
import { makeProblem, ProblemError, problemOf } from "../problems";
import type { Problem } from "../types";
import { networkLimitMs, withLimit } from "../util/timeout";

export interface RegistrationHooks {
  incoming(call: VoiceCall): void;
  /** After the registration itself: the SDK lost its socket, and brought it back. */
  down(): void;
  up(): void;
  tokenRefused(): void;
  tokenOld(): void;
}

/** A Device with our listeners on it, registering or registered. */
export interface Registration {
  readonly device: VoiceDevice;
  /** null once it is registered, else what went wrong, within 10 s. */
  readonly failure: Promise<Problem | null>;
  /** Destroys the Device, whatever it is doing. */
  close(): void;
}

/** Makes a Device and registers it. Throws what the SDK throws when it cannot make one. */
export function register(
  { clock, page }: Pick<PhoneDeps, "clock" | "page">,
  voice: Voice,
  setup: DeviceSetup,
  hooks: RegistrationHooks,
): Registration {
  const device = voice.createDevice(setup);
  let registered = false;
  let refuse: (what: Problem) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = (what) => reject(new ProblemError(what));
  });
  // Closing refuses too, when nobody waits any more.
  refused.catch(() => {});
  const unlisten = [
    device.on("incoming", hooks.incoming),
    device.on("registered", () => registered && hooks.up()),
    device.on("unregistered", () => (registered ? hooks.down() : refuse(makeProblem("signalling_lost")))),
    device.on("tokenWillExpire", hooks.tokenOld),
    device.on("error", (what) => {
      if (!registered) refuse(what);
      else if (what.code === "token_refused") hooks.tokenRefused();
    }),
  ];

  async function begin(): Promise<Problem | null> {
    try {
      const first = Promise.race([device.register(), refused]);
      await withLimit(clock, networkLimitMs, first, makeProblem("register_timeout"));
      registered = true;
      return null;
    } catch (error) {
      return page.online ? problemOf(error) : makeProblem("network_down");
    }
  }

  return {
    device,
    failure: begin(),
    close() {
      refuse(makeProblem("signalling_lost"));
      for (const end of unlisten.splice(0)) end();
      device.destroy();
    },
  };
}
