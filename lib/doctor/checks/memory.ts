import "server-only";
import type { MachineCheck } from "../base/check";
import { ok, warning } from "../base/finding";
import { megabytes } from "../base/megabytes";

/** The app takes about 200 MB under load, and a build much more. */
const leastMegabytes = 256;

/** Whether there is memory left, within the limit of a container if there is one. */
export const memoryCheck: MachineCheck = {
  id: "memory",
  run({ machine }) {
    const free = megabytes(machine.availableMemory());
    if (free >= leastMegabytes) return ok(`${free} MB available`);
    return warning("memory_low", {
      detail: `Only ${free} MB of memory are available, less than ${leastMegabytes}.`,
      fix: "Give the machine or the container more memory, or stop other programs on it.",
      number: free,
    });
  },
};
