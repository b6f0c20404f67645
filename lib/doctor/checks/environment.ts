import "server-only";
import { EnvError } from "@/lib/env";
import type { MachineCheck } from "../base/check";
import { failed, ok } from "../base/finding";
import { ConfigurationProblem } from "../base/needs";

/** Whether the configuration is complete and well formed. Names the fields, and shows no value. */
export const environmentCheck: MachineCheck = {
  id: "environment",
  run({ configuration }) {
    try {
      const { mode } = configuration();
      return ok(mode === "local" ? "complete, in local mode" : "complete, with Twilio");
    } catch (error) {
      if (error instanceof ConfigurationProblem) {
        return failed("environment_wrong", { detail: error.message, fix: error.fix });
      }
      if (!(error instanceof EnvError)) throw error;
      const [, ...lines] = error.message.split("\n").map((line) => line.trim());
      return failed("environment_wrong", {
        detail: lines.join("; "),
        fix: fixOf(lines),
        number: lines.length,
      });
    }
  },
};

/** Provisioning finds and writes Twilio's values and NEXTAUTH_SECRET. The others only their owner knows. */
function fixOf(lines: readonly string[]): string {
  const isProvisioned =
    /^(TWILIO_(ACCOUNT_SID|AUTH_TOKEN|API_KEY|API_SECRET|TWIML_APP_SID)|NEXTAUTH_SECRET):/;
  if (lines.every((line) => isProvisioned.test(line))) {
    return "Type `npm run twilio:provision`, which writes the values that are missing or wrong into .env.local.";
  }
  return "Correct these settings where they are made (.env.local, or the hosting's own settings), as .env.example describes them.";
}
