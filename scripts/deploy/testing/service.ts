import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/processes.mjs";

/** What the systemd service runs, as it is written there. */
export interface Service {
  /** ExecStartPre. */
  readonly before: readonly string[];
  /** ExecStart. */
  readonly main: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads the service. Its Node.js is replaced by the one of this process. */
export function readService(): Service {
  const unit = readFileSync(join(root, "scripts/deploy/browser-phone.service"), "utf8");
  const words = (name: string) => {
    const [, text] = new RegExp(`^${name}=(.+)$`, "m").exec(unit) ?? [];
    if (!text) throw new Error(`the service has no ${name}`);
    return text.split(" ").map((word) => (word === "/usr/bin/node" ? "node" : word));
  };
  const environment = Object.fromEntries(
    words("Environment").map((one) => one.split("=") as [string, string]),
  );
  return { before: words("ExecStartPre"), main: words("ExecStart"), environment };
}
