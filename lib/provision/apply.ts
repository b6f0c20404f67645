import { randomBytes } from "node:crypto";
import webPush from "web-push";
import { type Account, statusOf } from "./account";
import { describeApp, describeFile, describeKey, keysPage } from "./describe";
import { setValues } from "./env-text";
import type { Values, WrittenName } from "./names";
import type { AppStep, Change, Plan } from "./plan";
import { Problem } from "./problem";

/** The environment file. */
export interface EnvFile {
  /** As people know it, such as `.env.local`. */
  readonly name: string;
  /** Its text; "" if there is none. */
  read(): string;
  /** Writes it whole or not at all. Throws with the code of the file system. */
  write(text: string): void;
}

/** What applying needs of the world. */
export interface World {
  readonly account: Account;
  readonly file: EnvFile;
  /** Says one line to the person. */
  say(line: string): void;
  /** Throws if the person wants to stop. It is asked before each step, and a step that has begun is finished. */
  stopIfWanted(): void;
}

/**
 * Does what a plan says, a line for each step. Returns the values that the file got.
 *
 * The TwiML app comes first: if a later step fails, the next run finds it by its name. The secret of an API key is shown
 * once, so the file is written right after the key is made, and if it cannot be written the key is deleted again.
 */
export async function applyPlan(plan: Plan, { account, file, say, stopIfWanted }: World): Promise<Values> {
  stopIfWanted();
  const appSid = await applyApp(plan.app, account);
  say(describeApp(plan.app, appSid, false));
  stopIfWanted();
  const made = plan.key.kind === "make-key" ? await makeKey(plan.key.friendlyName, account, say) : undefined;
  try {
    const written = write(plan, file, { appSid, made });
    say(describeKey(plan.key, made?.sid, false));
    say(describeFile(file.name, Object.keys(written), false));
    return written;
  } catch (error) {
    const undone = made ? await undoKey(account, made.sid) : "";
    throw new Problem(
      `${file.name} could not be written (${codeOf(error)}): free some space or permit it, then run this again${undone}.`,
    );
  }
}

async function applyApp(step: AppStep, account: Account): Promise<string> {
  if (step.kind === "make-app") return (await account.makeApp(step.settings)).sid;
  if (step.kind === "change-app") await account.changeApp(step.app.sid, changed(step.changes));
  return step.app.sid;
}

async function makeKey(friendlyName: string, account: Account, say: World["say"]) {
  try {
    return await account.makeKey(friendlyName);
  } catch (error) {
    // Without a refusal nobody knows whether the key was made before the answer was lost.
    if ((statusOf(error) ?? 500) >= 500) {
      say(
        `If there is an API key "${friendlyName}" of today now, it is of no use, since its secret is lost. Delete it: ${keysPage}`,
      );
    }
    throw error;
  }
}

function changed(changes: readonly Change[]) {
  return Object.fromEntries(changes.map(({ field, to }) => [field, to]));
}

interface Made {
  readonly appSid: string;
  readonly made: { sid: string; secret: string } | undefined;
}

/** Writes what the plan says, with what has been made meanwhile. */
function write(plan: Plan, file: EnvFile, { appSid, made }: Made): Values {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const fresh: Values = {
    TWILIO_TWIML_APP_SID: appSid,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    ...(made && { TWILIO_API_KEY: made.sid, TWILIO_API_SECRET: made.secret }),
  };
  const values = Object.fromEntries(
    Object.entries(plan.write).map(([name, value]) => {
      const text = value ?? fresh[name as WrittenName];
      if (!text) throw new Error(`${name} has no value`);
      return [name, text];
    }),
  );
  if (Object.keys(values).length > 0) file.write(setValues(file.read(), values));
  return values;
}

async function undoKey(account: Account, sid: string): Promise<string> {
  try {
    await account.deleteKey(sid);
    return " (the API key that was just made is deleted again)";
  } catch {
    return ` (delete the API key ${sid}, which was just made and is of no use)`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "its text does not allow it";
}
