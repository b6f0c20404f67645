import { testEnvironment } from "@/lib/db/testing/environment";
import { parseEnv } from "@/lib/env";
import type { CheckResult } from "../base/finding";
import { DatabaseElsewhere, type DoctorNeeds, type Machine } from "../base/needs";
import { runChecks } from "../run-checks";

/** Nothing listens there (and fetch refuses port 1 by itself), so a check that is not under test ends at once. */
const nowhere = "127.0.0.1:2";

/** Local mode, with an app, a gateway and a REST interface that are not there. */
export const localVariables: Record<string, string> = {
  ...testEnvironment,
  APP_URL: `http://${nowhere}`,
  NEXTAUTH_URL: "",
  VOICE_GATEWAY_URL: `ws://${nowhere}/signal`,
};

/** With Twilio, whose REST interface is not there. */
export const twilioVariables: Record<string, string> = {
  ...localVariables,
  VOICE_GATEWAY_URL: "",
  TWILIO_API_URL: `http://${nowhere}`,
};

/** A machine on which nothing is wrong. */
export const goodMachine: Machine = {
  nodeVersion: "22.11.0",
  availableMemory: () => 2 ** 31,
  freeDisk: async () => 2 ** 34,
  now: () => Date.now(),
  lookUp: async () => ["203.0.113.7"],
};

/** What a test changes. `variables`: in place of those of local mode. */
export interface Change extends Partial<Omit<DoctorNeeds, "machine" | "configuration">> {
  readonly machine?: Partial<Machine>;
  readonly variables?: Record<string, string>;
}

/** The needs of a run in which only what the test names can work. */
export function testNeeds({ machine, variables = localVariables, ...change }: Change = {}): DoctorNeeds {
  return {
    configuration: () => parseEnv(variables),
    dataDir: "data",
    machine: { ...goodMachine, ...machine },
    database: () => Promise.reject(new DatabaseElsewhere("absent")),
    limitMs: 5_000,
    ...change,
  };
}

/** What one check finds in a whole run. */
export async function findingOf(id: CheckResult["id"], change: Change = {}): Promise<CheckResult> {
  const { checks } = await runChecks(testNeeds(change));
  const found = checks.find((one) => one.id === id);
  if (!found) throw new Error(`there is no check ${id}`);
  return found;
}
