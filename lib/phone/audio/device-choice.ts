import * as z from "zod/mini";
import type { AudioDevice, DeviceRole } from "../model/types";
import type { Memory } from "../ports/deps";

const key = "browser-phone.devices";
/** Every role. */
export const roles = ["input", "output", "ringer"] as const satisfies readonly DeviceRole[];

/** Ids under which Chrome lists a device a second time. */
const aliases: ReadonlySet<string> = new Set(["default", "communications"]);

const choiceSchema = z.object({ id: z.string(), label: z.string() });

/** A role whose choice cannot be read has none; the others keep theirs. */
const readableChoice = z.catch(z.optional(choiceSchema), undefined);
const choicesSchema = z.object({
  input: readableChoice,
  output: readableChoice,
  ringer: readableChoice,
} satisfies Record<DeviceRole, unknown>);

/** A device the user chose. Ids change when a browser forgets a site; labels do not. */
export type Choice = AudioDevice;
/** The choices of the user. A role without one uses the browser's own choice. */
export type Choices = Partial<Record<DeviceRole, Choice>>;

/** The choices that were stored. One that cannot be read is ignored. */
export function readChoices(memory: Memory): Choices {
  try {
    return choicesSchema.safeParse(JSON.parse(memory.read(key) ?? "{}")).data ?? {};
  } catch {
    // Not JSON.
    return {};
  }
}

/** Stores all choices in place of the former ones. */
export function writeChoices(memory: Memory, choices: Choices): void {
  memory.write(key, JSON.stringify(choices));
}

/** The chosen device among those that are there: by id, else by label, else null. */
export function findChoice(choice: Choice | undefined, devices: readonly AudioDevice[]): AudioDevice | null {
  if (!choice) return null;
  const byId = devices.find((device) => device.id === choice.id);
  const byLabel = () => devices.find((device) => choice.label !== "" && device.label === choice.label);
  return byId ?? byLabel() ?? null;
}

/**
 * The real device behind a default. Chrome lists the system's choice a second time, under the id "default" and a label
 * that ends with the real one's, after a word in the browser's language.
 */
export function deviceBehind(used: AudioDevice, devices: readonly AudioDevice[]): AudioDevice {
  if (used.id !== "default") return used;
  const named = devices.filter(({ id, label }) => !aliases.has(id) && label && used.label.endsWith(label));
  // "Default - Jabra Headset" ends with "Headset", too: the longest label is meant.
  return named.reduce((best, one) => (one.label.length > best.label.length ? one : best), named[0] ?? used);
}

/** The device that the browser uses where none is chosen. */
export function defaultDevice(devices: readonly AudioDevice[]): AudioDevice | null {
  return devices.find((device) => device.id === "default") ?? devices[0] ?? null;
}
