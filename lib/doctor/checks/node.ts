import "server-only";
import type { MachineCheck } from "../base/check";
import { failed, ok } from "../base/finding";

/** As `engines` in package.json says. */
const least = { major: 20, minor: 19 };

/** Whether Node.js is new enough. */
export const nodeCheck: MachineCheck = {
  id: "node",
  run({ machine: { nodeVersion } }) {
    const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
    const isEnough = major > least.major || (major === least.major && minor >= least.minor);
    if (isEnough) return ok(`Node.js ${nodeVersion}`);
    return failed("node_old", {
      detail: `Node.js ${nodeVersion} is older than ${least.major}.${least.minor}.`,
      fix: "Install Node.js 22 or 24 from https://nodejs.org, and start the app again.",
      number: major,
    });
  },
};
