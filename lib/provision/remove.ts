import { voiceNames } from "@/lib/settings/voice-names";
import type { Account } from "./account";
import type { World } from "./apply";
import { appsPage, keysPage } from "./describe";
import { removeValues, valueIn } from "./env-text";
import { isOurName } from "./names";
import { Problem } from "./problem";

/** Something at Twilio that the file names. `gone`: the account has it no more. `foreign`: its name is not one of ours. */
export interface Named {
  readonly sid: string;
  readonly name: string;
  readonly state: "ours" | "foreign" | "gone";
}

/** What `--remove` takes down. */
export interface Removal {
  readonly app: Named | undefined;
  readonly key: Named | undefined;
  /** Which of the five values the file has. NEXTAUTH_SECRET and APP_URL stay, since they are not Twilio's. */
  readonly names: readonly string[];
}

/** Which of Twilio's five values a file has. */
export function voiceNamesIn(text: string): string[] {
  return voiceNames.filter((name) => valueIn(text, name) !== undefined);
}

/** Looks at what the file names. Changes nothing. */
export async function planRemoval(account: Account, text: string): Promise<Removal> {
  const [appSid, keySid] = [valueIn(text, "TWILIO_TWIML_APP_SID"), valueIn(text, "TWILIO_API_KEY")];
  return {
    app: /^AP[0-9a-f]{32}$/i.test(appSid ?? "")
      ? toNamed(appSid, (await account.app(appSid ?? ""))?.friendlyName)
      : undefined,
    key: /^SK[0-9a-f]{32}$/i.test(keySid ?? "")
      ? toNamed(keySid, await account.keyName(keySid ?? ""))
      : undefined,
    names: voiceNamesIn(text),
  };
}

function toNamed(sid = "", name: string | null | undefined): Named {
  if (name === null || name === undefined) return { sid, name: "", state: "gone" };
  return { sid, name, state: isOurName(name) ? "ours" : "foreign" };
}

/** What a removal does, or with `dryRun` would do: a line each for the app, the key and the file. */
export function describeRemoval({ app, key, names }: Removal, file: string, dryRun: boolean): string[] {
  return [
    describeNamed("TwiML app", appsPage, app, dryRun),
    describeNamed("API key", keysPage, key, dryRun),
    `${file}: ${dryRun ? "would lose" : "lost"} ${names.join(", ")}.`,
  ].filter((line) => line !== "");
}

function describeNamed(what: string, page: string, named: Named | undefined, dryRun: boolean): string {
  switch (named?.state) {
    case "ours":
      return `${what} ${named.sid} "${named.name}": ${dryRun ? "would be deleted" : "deleted"}.`;
    case "foreign":
      return `${what} ${named.sid} stays at Twilio, since its name "${named.name}" is not one that this command gives: ${page}`;
    case "gone":
      return `${what} ${named.sid} is not in this account any more.`;
    default:
      return "";
  }
}

/** Deletes what is ours, then takes the values out of the file. If it stops in between, the next run goes on. */
export async function applyRemoval(
  removal: Removal,
  { account, file, say, stopIfWanted }: World,
): Promise<void> {
  const { app, key, names } = removal;
  stopIfWanted();
  if (app?.state === "ours") await account.deleteApp(app.sid);
  if (app) say(describeNamed("TwiML app", appsPage, app, false));
  stopIfWanted();
  if (key?.state === "ours") await account.deleteKey(key.sid);
  if (key) say(describeNamed("API key", keysPage, key, false));
  try {
    file.write(removeValues(file.read(), names));
  } catch {
    throw new Problem(
      `${file.name} could not be written: take its lines of ${names.join(", ")} out by hand, since what they name is deleted.`,
    );
  }
  say(`${file.name}: lost ${names.join(", ")}.`);
  if (valueIn(file.read(), "APP_URL")) {
    say(`${file.name} still has APP_URL: delete that line to go back to local mode.`);
  }
}
