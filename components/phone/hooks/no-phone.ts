import type { DevicesState, Phone, PhoneState, SoundPermission } from "@/lib/phone/model/types";

const starting: PhoneState = { kind: "starting" };

const noDevices: DevicesState = {
  inputs: [],
  outputs: [],
  input: null,
  output: null,
  ringer: null,
  canChooseOutput: false,
  notice: null,
};

const unknown: SoundPermission = "unknown";

const nothing = () => {};
const nothingLater = async () => {};
const endNothing = () => nothing;

/** Stands in for the phone where there is none: on the server, and until the page is hydrated. */
export const noPhone: Phone = {
  getState: () => starting,
  subscribe: endNothing,
  start: nothing,
  stop: nothingLater,
  takeOver: nothing,
  retry: nothing,
  dial: nothing,
  answer: nothing,
  decline: nothing,
  hangUp: nothing,
  answerWaiting: nothing,
  declineWaiting: nothing,
  setMuted: nothing,
  sendDigits: nothing,
  dismiss: nothing,
  enableSound: nothing,
  sound: { getState: () => unknown, subscribe: endNothing },
  watchLevels: endNothing,
  devices: {
    getState: () => noDevices,
    subscribe: endNothing,
    requestAccess: async () => null,
    chooseInput: nothingLater,
    chooseOutput: nothingLater,
    chooseRinger: nothingLater,
    test: nothingLater,
    watchInput: async () => ({ problem: null, stop: nothing }),
    dismissNotice: nothing,
    refresh: nothingLater,
  },
};
