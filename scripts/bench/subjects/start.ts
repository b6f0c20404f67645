import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Stack, startStack } from "../../../e2e/support/stack";
import { createDatabase } from "../../../lib/db/testing/server";
import { startBareServer, type VoiceValues } from "../bare/start";
import { appSubject } from "./app";
import { bareSubject } from "./bare";
import type { Subject } from "./subject";

/** All that is measured, running. */
export interface Subjects {
  /** The bare page, the earlier version if there is one, and ours. */
  readonly all: readonly Subject[];
  readonly ours: Stack;
  stop(): Promise<void>;
}

/**
 * Starts the product as `npm start` does, the bare page's server beside it, which uses the same gateway, and, where `also`
 * names another checkout, its product with a gateway of its own. Each product has an empty database: the embedded one, or one
 * on the PostgreSQL server of this machine.
 */
export async function startSubjects(also: string | undefined, postgresql: boolean): Promise<Subjects> {
  const data = mkdtempSync(join(tmpdir(), "browser-phone-bench-data-"));
  const [port, barePort] = [await freePort(), await freePort()];
  const ending: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ending.reverse()) await end();
  };
  const database = async (): Promise<Record<string, string>> => {
    if (!postgresql) return {};
    const { url, drop } = await createDatabase();
    ending.push(drop);
    return { DATABASE_URL: url };
  };
  try {
    const ours = await startStack({
      ...limitless,
      ...(await database()),
      PORT: String(port),
      DATA_DIR: data,
      VOICE_GATEWAY_ORIGINS: `http://localhost:${port},http://localhost:${barePort}`,
    });
    ending.push(() => ours.stop());
    const values: VoiceValues = JSON.parse(readFileSync(join(data, "local-voice.json"), "utf8"));
    const bare = await startBareServer(barePort, ours.gatewayPort, values);
    ending.push(() => bare.stop());
    const all = [bareSubject(bare.origin, ours.gatewayPort), appSubject("ours", ours.appUrl)];
    if (also) {
      const before = await startStack({ ...limitless, ...(await database()) }, also);
      ending.push(() => before.stop());
      all.splice(1, 0, appSubject("before", before.appUrl));
    }
    return { all, ours, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The bench may call as often as it likes. */
const limitless = { CALLS_PER_HOUR_PER_PERSON: "100000", CALLS_PER_DAY_PER_PERSON: "100000" };
