import "server-only";
import type { SetupCheckId } from "@/lib/contracts";
import type { Env } from "@/lib/env";
import { askTwilio, type RestCredentials } from "@/lib/rest/twilio-rest";
import { type CheckResult, type Finding, failed, skipped } from "./base/finding";
import type { DoctorNeeds, ReadyNeeds } from "./base/needs";
import { TimedOut, withLimit } from "./base/time-limit";
import { titles } from "./base/titles";
import { machineChecks, setupChecks } from "./checks/all";

/** All checks of one run. */
export interface DoctorReport {
  /** No check failed. */
  readonly ok: boolean;
  /** null: the configuration is not complete. */
  readonly mode: Env["mode"] | null;
  readonly checks: readonly CheckResult[];
}

/**
 * Runs every check, those that do not need each other at the same time. A check whose precondition failed is skipped with
 * the reason; one that hangs or throws has failed. Never rejects.
 */
export async function runChecks(needs: DoctorNeeds): Promise<DoctorReport> {
  const running = new Map<SetupCheckId, Promise<Finding>>();
  const begin = (id: SetupCheckId, work: () => Promise<Finding> | Finding) =>
    running.set(id, guarded(needs.limitMs, work));

  for (const check of machineChecks) begin(check.id, () => check.run(needs));
  const env = readEnv(needs);
  const ready = env && prepare(needs, env);
  for (const check of setupChecks) {
    const before = check.after.map(async (id) => ({ id, finding: await running.get(id) }));
    const waits = Promise.all(before).then((all) => all.find(({ finding }) => !isUsable(finding)));
    running.set(
      check.id,
      waits.then((missing) =>
        missing || !ready
          ? skipped(`Not checked, since this check did not pass: ${titles[missing?.id ?? "environment"]}.`)
          : guarded(needs.limitMs, () => check.run(ready)),
      ),
    );
  }
  const checks = await Promise.all(
    [...running].map(async ([id, finding]): Promise<CheckResult> => ({ id, ...(await finding) })),
  );
  return { ok: checks.every(({ status }) => status !== "failed"), mode: env?.mode ?? null, checks };
}

function isUsable(finding: Finding | undefined): boolean {
  return finding?.status === "ok" || finding?.status === "warning";
}

/** undefined: the check of the configuration says what is wrong with it. */
function readEnv({ configuration }: DoctorNeeds): Env | undefined {
  try {
    return configuration();
  } catch {
    return undefined;
  }
}

function prepare(needs: DoctorNeeds, env: Env): ReadyNeeds {
  const ask = (path: string, credentials: RestCredentials) =>
    askTwilio({
      origin: env.TWILIO_API_URL,
      accountSid: env.TWILIO_ACCOUNT_SID,
      credentials,
      path,
      limitMs: needs.limitMs,
    });
  const { TWILIO_API_KEY: user, TWILIO_API_SECRET: password, TWILIO_TWIML_APP_SID } = env;
  const application = once(() => ask(`/Applications/${TWILIO_TWIML_APP_SID}.json`, { user, password }));
  return { ...needs, env, ask, application, database: once(needs.database) };
}

/** The same promise at each call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function guarded(limitMs: number, work: () => Promise<Finding> | Finding): Promise<Finding> {
  // Longer than the check's own waiting, whose end says more.
  const longest = limitMs * 1.5;
  try {
    return await withLimit(longest, work);
  } catch (error) {
    const seconds = Math.round(longest / 1000);
    if (error instanceof TimedOut) {
      return failed("timed_out", {
        detail: `The check did not end within ${seconds} s.`,
        fix: "Look at whether this machine is overloaded or its network hangs, then type `npm run doctor` again.",
        number: seconds,
      });
    }
    // The message may quote what it was given, so only the kind of the error is shown.
    const kind = error instanceof Error ? error.name : "unknown";
    return failed("unknown", {
      detail: `The check itself broke off (${kind}).`,
      fix: "Type `npm run doctor` again; if it stays, report it with its --json output.",
    });
  }
}
