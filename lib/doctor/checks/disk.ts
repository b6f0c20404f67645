import "server-only";
import type { MachineCheck } from "../base/check";
import { failed, ok, skipped, warning } from "../base/finding";
import { megabytes } from "../base/megabytes";

/** Below this the embedded database can stop in the middle of a write. */
const leastMegabytes = 100;
const enoughMegabytes = 1_024;

/** Whether the disk has room where DATA_DIR is. */
export const diskCheck: MachineCheck = {
  id: "disk",
  async run({ machine, dataDir }) {
    if (dataDir === null) return skipped("The app keeps nothing on a disk here.");
    let free: number;
    try {
      free = megabytes(await machine.freeDisk(dataDir));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
      return failed("disk_read_only", {
        detail: `The data folder cannot be written${code}.`,
        fix: "Let this user write in the folder that DATA_DIR names (.data if it names none), or set DATA_DIR to another.",
      });
    }
    if (free >= enoughMegabytes) return ok(`${free} MB free`);
    const wrong = {
      detail: `Only ${free} MB are free where the data folder is.`,
      fix: "Free some space on that disk, or set DATA_DIR to a folder on another one and move the data there.",
      number: free,
    };
    return free < leastMegabytes ? failed("disk_low", wrong) : warning("disk_low", wrong);
  },
};
