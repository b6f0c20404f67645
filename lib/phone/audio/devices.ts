import type { AudioDevice, DeviceControls, DeviceRole, DevicesState } from "../model/types";
import type { PhoneDeps } from "../ports/deps";
import type { VoiceDevice } from "../ports/voice";
import { createReadable } from "../util/readable";
import { createScope } from "../util/scope";
import {
  type Choice,
  type Choices,
  defaultDevice,
  deviceBehind,
  findChoice,
  readChoices,
  roles,
  writeChoices,
} from "./device-choice";
import { createDeviceTests } from "./device-tests";

/** The devices, for the pages and for the calls of this tab. */
export interface Devices extends DeviceControls {
  /** The id of a role's device if the user chose it and it is there; null: the browser's own choice. */
  chosen(role: DeviceRole): string | null;
  start(): void;
  stop(): void;
  /** Opens the microphone of the call that is up again, because its sound has ended. False: it does not open. */
  reopenInput(): Promise<boolean>;
  /** A call is up on `device`: from now on choices are applied to it. */
  callOpened(device: VoiceDevice | null): void;
  callOver(device: VoiceDevice | null): void;
}

function listOf(state: DevicesState, role: DeviceRole): readonly AudioDevice[] {
  return role === "input" ? state.inputs : state.outputs;
}

/** Whether a notice about a lost device is out of date: the chosen one is there, or the default is the lost one. */
function isResolved(lost: string, choice: Choice | undefined, devices: readonly AudioDevice[]): boolean {
  const found = findChoice(choice, devices);
  if (found && found.id !== "default") return true;
  const device = defaultDevice(devices);
  return device !== null && deviceBehind(device, devices).label === lost;
}

/** Keeps the list of devices and the user's choices, and applies them to the call that is up. */
export function createDevices(deps: PhoneDeps): Devices {
  const { media, memory } = deps;
  let choices: Choices = readChoices(memory);
  let inCall: VoiceDevice | null = null;
  let listening = createScope();
  const state = createReadable<DevicesState>({
    inputs: [],
    outputs: [],
    input: null,
    output: null,
    ringer: null,
    canChooseOutput: media.canChooseOutput,
    notice: null,
  });

  function chosen(role: DeviceRole): string | null {
    return findChoice(choices[role], listOf(state.getState(), role))?.id ?? null;
  }

  async function list(): Promise<Pick<DevicesState, "inputs" | "outputs">> {
    // Before permission is given browsers list devices without id or label: those cannot be chosen.
    const all = (await media.enumerateDevices().catch(() => [])).filter((device) => device.deviceId !== "");
    const of = (kind: string) =>
      all.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ id: deviceId, label }));
    return { inputs: of("audioinput"), outputs: of("audiooutput") };
  }

  /**
   * Finds the device of each role among those there are, and sets a notice when a device in use has gone. Returns whether
   * the call's microphone could be switched; null: it need not be.
   */
  function assign(lists: Pick<DevicesState, "inputs" | "outputs">): Promise<boolean> | null {
    const before = state.getState();
    let { notice } = before;
    let reported = false;
    const now: Record<DeviceRole, string | null> = { input: null, output: null, ringer: null };
    for (const role of roles) {
      const devices = role === "input" ? lists.inputs : lists.outputs;
      const device = findChoice(choices[role], devices) ?? defaultDevice(devices);
      const was = listOf(before, role).find(({ id }) => id === before[role]);
      const used = was && deviceBehind(was, listOf(before, role));
      // If the former default is still there, the user has made another device the default.
      const lost = used && used.id !== "default" && !devices.some(({ id }) => id === used.id);
      if (notice?.role === role && isResolved(notice.lost, choices[role], devices)) notice = null;
      // Pulling out a headset removes microphone and speaker at once: only the microphone is reported.
      if (lost && device && !reported) {
        reported = true;
        notice = { role, why: "gone", lost: used.label, now: device.label };
      }
      now[role] = device?.id ?? null;
    }
    state.set({ ...before, ...lists, ...now, notice });
    // Where no device was known before, the call already uses the browser's own: only a chosen one is applied.
    const applies = (role: "input" | "output") =>
      now[role] !== before[role] && (before[role] !== null || chosen(role) !== null);
    if (applies("output")) void apply("output");
    return applies("input") ? apply("input") : null;
  }

  /** Switches the device of the call that is up. The SDK by itself only falls back to the default one. */
  async function apply(role: "input" | "output"): Promise<boolean> {
    const id = state.getState()[role];
    if (!inCall || id === null) return true;
    if (role === "input") return inCall.setInput(id);
    return media.canChooseOutput ? inCall.setSpeaker(id) : true;
  }

  async function refresh(): Promise<void> {
    void assign(await list());
  }

  async function choose(role: DeviceRole, id: string): Promise<void> {
    const before = state.getState();
    const device = listOf(before, role).find((candidate) => candidate.id === id);
    if (!device) return;
    const chosenBefore = choices;
    choices = { ...choices, [role]: device };
    const isNew = before[role] !== id;
    state.set({ ...before, [role]: id, notice: before.notice?.role === role ? null : before.notice });
    if (isNew && role !== "ringer" && !(await apply(role))) return takeBack(role, device, chosenBefore);
    writeChoices(memory, choices);
  }

  /** Reverts a choice that could not be opened, such as a microphone that another program holds. */
  function takeBack(role: DeviceRole, device: AudioDevice, chosenBefore: Choices): void {
    if (choices[role]?.id !== device.id) return;
    choices = { ...choices, [role]: chosenBefore[role] };
    const { getState } = state;
    const now =
      findChoice(choices[role], listOf(getState(), role)) ?? defaultDevice(listOf(getState(), role));
    const notice = { role, why: "failed", lost: device.label, now: now?.label ?? "" } as const;
    state.set({ ...getState(), [role]: now?.id ?? null, notice });
  }

  return {
    getState: state.getState,
    subscribe: state.subscribe,
    chosen,
    refresh,
    ...createDeviceTests(deps, chosen, refresh),
    chooseInput: (id) => choose("input", id),
    chooseOutput: (id) => choose("output", id),
    chooseRinger: (id) => choose("ringer", id),
    dismissNotice: () => state.set({ ...state.getState(), notice: null }),
    start() {
      listening.end();
      listening = createScope();
      listening.add(media.onDeviceChange(() => void refresh()));
      void refresh();
    },
    stop() {
      listening.end();
      inCall = null;
    },
    async reopenInput() {
      // The list may show that it is gone: then another one takes its place.
      const switched = assign(await list());
      if (switched) return switched;
      const { input } = state.getState();
      return inCall !== null && input !== null && inCall.reopenInput(input);
    },
    callOpened(device) {
      inCall = device;
      if (chosen("output") !== null) void apply("output");
      void refresh();
    },
    callOver(device) {
      inCall = null;
      void device?.releaseInput();
    },
  };
}
