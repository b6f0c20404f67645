import type { Devices } from "../audio/devices";
import type { Microphone } from "../audio/microphone";
import type { TalkParts } from "../monitor/talk";
import type { VoiceDevice } from "../ports/voice";
import { callOf, talkOf } from "../state/selectors";
import type { Leg } from "./leg";

/** What calls need of the registration. */
interface CallRegistration {
  /** The Device that calls are made with; null while there is none. */
  device(): VoiceDevice | null;
  /** Calls go through the local gateway. */
  isLocal(): boolean;
  /** Gives the Device a new token if the present one is about to expire. */
  freshen(): Promise<void>;
  /** Makes a new Device, because the present one holds a call that nothing can end. */
  rebuild(): void;
  /** No call is under way any more. */
  idle(): void;
}

/** What calls need of the rest of the phone. */
export interface CallsParts extends TalkParts {
  readonly microphone: Microphone;
  readonly devices: Devices;
  readonly registration: CallRegistration;
}

/**
 * The calls of this tab that are not over. The phone's state names the present call and the one that waits. The legs
 * are looked up by it, so the two cannot disagree.
 */
export interface CallSlots extends CallsParts {
  readonly legs: readonly Leg[];
  /** The call that is dialled, rings or is talked in. */
  readonly current: Leg | null;
  /** The second call, which rings while the present one is talked in. */
  readonly waiting: Leg | null;
  /** Adds a leg before the state shows its call. */
  add(leg: Leg): void;
  /** Forgets a leg that is over. */
  remove(leg: Leg): void;
}

/** Slots without any call. */
export function createCallSlots(parts: CallsParts): CallSlots {
  const { store } = parts;
  const legs = new Set<Leg>();

  function find(ref: string | undefined): Leg | null {
    return [...legs].find(({ info }) => info.ref === ref) ?? null;
  }

  return {
    ...parts,
    get legs() {
      return [...legs];
    },
    get current() {
      return find(callOf(store.getState())?.ref);
    },
    get waiting() {
      return find(talkOf(store.getState())?.waiting?.ref);
    },
    add: (leg) => legs.add(leg),
    remove: (leg) => legs.delete(leg),
  };
}
