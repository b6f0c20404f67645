import "server-only";
import { createECDH } from "node:crypto";
import { EnvError } from "@/lib/env";
import type { MachineCheck } from "../base/check";
import { failed, ok } from "../base/finding";
import { ConfigurationProblem } from "../base/needs";

/** Whether the configuration is complete and well formed. Names the fields, and shows no value. */
export const environmentCheck: MachineCheck = {
  id: "environment",
  run({ configuration }) {
    try {
      const { mode, vapid } = configuration();
      if (vapid && !isPair(vapid)) {
        return failed("environment_wrong", {
          detail: "VAPID_PUBLIC_KEY: is not the public key of VAPID_PRIVATE_KEY",
          fix: "Delete both and type `npm run twilio:provision`, which makes a pair. Everybody then switches the ringing of closed devices on again.",
          number: 1,
        });
      }
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

/** Whether the keys of VAPID belong together. A push service would refuse every message otherwise. */
function isPair({
  publicKey,
  privateKey,
}: {
  readonly publicKey: string;
  readonly privateKey: string;
}): boolean {
  const key = createECDH("prime256v1");
  try {
    key.setPrivateKey(privateKey, "base64url");
    return key.getPublicKey("base64url") === publicKey;
  } catch {
    // It is no key of this curve, such as a number of zeros.
    return false;
  }
}

/** Provisioning finds and writes Twilio's values, NEXTAUTH_SECRET and the keys of push. The others only their owner knows. */
function fixOf(lines: readonly string[]): string {
  const isProvisioned =
    /^(TWILIO_(ACCOUNT_SID|AUTH_TOKEN|API_KEY|API_SECRET|TWIML_APP_SID)|NEXTAUTH_SECRET|VAPID_(PUBLIC|PRIVATE)_KEY):/;
  if (lines.every((line) => isProvisioned.test(line))) {
    return "Type `npm run twilio:provision`, which writes the values that are missing or wrong into .env.local.";
  }
  return "Correct these settings where they are made (.env.local, or the hosting's own settings), as .env.example describes them.";
}
