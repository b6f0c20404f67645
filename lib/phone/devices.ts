import { createReadable } from "./core";
import type { Cancel, PhoneDeps } from "./deps";
import {
  type Choices,
  defaultDevice,
  findChoice,
  type Role,
  readChoices,
  writeChoices,
} from "./device-choice";
import { createDeviceTests } from "./device-tests";
import type { AudioDevice, DeviceControls, DevicesState } from "./types";
import type { VoiceDevice } from "./voice";

export interface Devices extends DeviceControls {
  /** The id of a role's device if the user chose it and it is there; null: whatever the browser takes. */
  chosen(role: Role): string | null;
  start(): void;
  stop(): void;
  callOpened(device: VoiceDevice | null): void;
  callOver(device: VoiceDevice | null): void;
}

const roles: readonly Role[] = ["input", "output", "ringer"];

function listOf(state: DevicesState, role: Role): readonly AudioDevice[] {
  return role === "input" ? state.inputs : state.outputs;
}

/** Microphone, speaker and ringer: what there is, what was chosen, in a call and between calls. */
export function createDevices(deps: PhoneDeps): Devices {
  const { media, memory } = deps;
  let choices: Choices = readChoices(memory);
  let inCall: VoiceDevice | null = null;
  let unlisten: Cancel = () => {};
  const state = createReadable<DevicesState>({
    inputs: [],
    outputs: [],
    input: null,
    output: null,
    ringer: null,
    canChooseOutput: media.canChooseOutput,
    notice: null,
  });

  function chosen(role: Role): string | null {
    return findChoice(choices[role], listOf(state.getState(), role))?.id ?? null;
  }

  async function list(): Promise<Pick<DevicesState, "inputs" | "outputs">> {
    // Before permission is given browsers list devices without id or label: those cannot be chosen.
    const all = (await media.enumerateDevices().catch(() => [])).filter((device) => device.deviceId !== "");
    const of = (kind: string) =>
      all.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ id: deviceId, label }));
    return { inputs: of("audioinput"), outputs: of("audiooutput") };
  }

  /** Matches the choices with what there is, and says so when a device in use went away. */
  function settle(lists: Pick<DevicesState, "inputs" | "outputs">): void {
    const before = state.getState();
    let { notice } = before;
    const now: Record<Role, string | null> = { input: null, output: null, ringer: null };
    for (const role of roles) {
      const devices = role === "input" ? lists.inputs : lists.outputs;
      const device = findChoice(choices[role], devices) ?? defaultDevice(devices);
      const was = listOf(before, role).find(({ id }) => id === before[role]);
      const lost = was && was.id !== "default" && !devices.some(({ id }) => id === was.id);
      if (lost && device) notice = { lost: was.label, now: device.label };
      now[role] = device?.id ?? null;
    }
    state.set({ ...before, ...lists, ...now, notice });
    if (now.input !== before.input && before.input !== null) applyInput();
    if (now.output !== before.output && before.output !== null) applyOutput();
  }

  /** The SDK falls back to the default by itself; what the user chose is ours to say. */
  function applyInput(): void {
    const { input } = state.getState();
    if (inCall && input !== null) void inCall.setInput(input);
  }
  function applyOutput(): void {
    const { output } = state.getState();
    if (inCall && output !== null && media.canChooseOutput) void inCall.setSpeaker(output);
  }

  async function refresh(): Promise<void> {
    settle(await list());
  }

  async function choose(role: Role, id: string): Promise<void> {
    const device = listOf(state.getState(), role).find((candidate) => candidate.id === id);
    if (!device) return;
    choices = { ...choices, [role]: device };
    writeChoices(memory, choices);
    settle(state.getState());
  }

  return {
    getState: state.getState,
    subscribe: state.subscribe,
    chosen,
    ...createDeviceTests(deps, chosen, refresh),
    chooseInput: (id) => choose("input", id),
    chooseOutput: (id) => choose("output", id),
    chooseRinger: (id) => choose("ringer", id),
    dismissNotice: () => state.set({ ...state.getState(), notice: null }),
    start() {
      unlisten();
      unlisten = media.onDeviceChange(() => void refresh());
      void refresh();
    },
    stop() {
      unlisten();
      unlisten = () => {};
      inCall = null;
    },
    callOpened(device) {
      inCall = device;
      if (chosen("output") !== null) applyOutput();
      void refresh();
    },
    callOver(device) {
      inCall = null;
      void device?.releaseInput();
    },
  };
}
