import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Stack, startStack } from "../../../e2e/support/stack";
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
 * names another checkout, its product with a gateway of its own.
 */
export async function startSubjects(also: string | undefined): Promise<Subjects> {
  const data = mkdtempSync(join(tmpdir(), "browser-phone-bench-data-"));
  const [port, barePort] = [await freePort(), await freePort()];
  const ending: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ending.reverse()) await end();
  };
  try {
    const ours = await startStack({
      PORT: String(port),
      DATA_DIR: data,
      VOICE_GATEWAY_ORIGINS: `http://localhost:${port},http://localhost:${barePort}`,
      ...limitless,
    });
    ending.push(() => ours.stop());
    const values: VoiceValues = JSON.parse(readFileSync(join(data, "local-voice.json"), "utf8"));
    const bare = await startBareServer(barePort, ours.gatewayPort, values);
    ending.push(() => bare.stop());
    const all = [bareSubject(bare.origin, ours.gatewayPort), appSubject("ours", ours.appUrl)];
    if (also) {
      const before = await startStack(limitless, also);
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
