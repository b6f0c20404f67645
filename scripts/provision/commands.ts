import { isLoopback } from "@/lib/env";
import { type Account, openAccount } from "@/lib/provision/account";
import { type AppUrl, readAppUrl } from "@/lib/provision/app-url";
import { applyPlan, type World } from "@/lib/provision/apply";
import { wrongAccountSid, wrongAuthToken } from "@/lib/provision/credentials";
import { describeApp, describeFile, describeKey, describeLeftovers } from "@/lib/provision/describe";
import { valueIn } from "@/lib/provision/env-text";
import { explainFailure } from "@/lib/provision/explain-failure";
import { describeAccount, look, readAccount } from "@/lib/provision/look";
import { secretNames, type Values, writtenNames } from "@/lib/provision/names";
import { isDone, makePlan, type Plan } from "@/lib/provision/plan";
import { Problem } from "@/lib/provision/problem";
import { applyRemoval, describeRemoval, planRemoval, voiceNamesIn } from "@/lib/provision/remove";
import { readSiteUrl } from "@/lib/settings/site-url";
import { twilioApiOrigin } from "@/lib/settings/twilio-location";
import type { Options } from "./arguments";
import { ask, canAsk, confirm } from "./ask";
import type { Configuration } from "./configuration";
import { keepSecret, say } from "./secrets";
import { checkDestination, checkSettings } from "./settings";
import { stopIfWanted } from "./stop";
import { checkVercel, pushToVercel, vercelCommands } from "./vercel";

/** The account, and where its REST interface is. */
interface Connection {
  readonly account: Account;
  readonly origin: string;
  readonly sid: string;
  readonly token: string;
}

/** Finds or makes what the app needs at Twilio, and writes its values. Throws a Problem that says what to do. */
export async function provision(configuration: Configuration, options: Options): Promise<void> {
  const { settings, inFiles, file } = configuration;
  checkSettings(settings);
  if (!options.dryRun) file.checkWritable();
  if (options.vercel && !options.dryRun) checkVercel(process.cwd());
  const { appUrl, keepsAppUrl } = await chooseAppUrl(configuration, options);
  const connection = await connect(settings);
  const given = {
    ...valuesOf(settings),
    TWILIO_ACCOUNT_SID: connection.sid,
    TWILIO_AUTH_TOKEN: connection.token,
  };
  await explained(connection, async () => {
    say(describeAccount(await readAccount(connection.account, connection.sid)));
    const plan = makePlan(await look(connection.account, { appUrl, given, inFiles, keepsAppUrl }));
    checkWinners(plan, configuration);
    if (options.dryRun) return sayPlan(plan, file.name, options);
    await confirmForeignApp(plan, options);
    const written = await applyPlan(plan, worldOf(connection, configuration));
    for (const name of secretNames) keepSecret(written[name]);
    if (file.isOpenToOthers()) {
      file.makePrivate();
      say(`${file.name} could be read by other users: now only its owner can.`);
    }
    for (const line of describeLeftovers(plan)) say(line);
    say(isDone(plan) ? "Everything is set up already." : `Everything is set up for ${appUrl.origin}.`);
    await giveToVercel({ ...given, ...written, APP_URL: appUrl.origin }, options);
  });
}

/** Deletes what was made for this file, and takes Twilio's values out of it. */
export async function remove(configuration: Configuration, options: Options): Promise<void> {
  const { settings, file } = configuration;
  const text = file.read();
  if (voiceNamesIn(text).length === 0) return say(`${file.name} has none of Twilio's values: nothing to do.`);
  if (!options.dryRun && !options.yes && !canAsk()) {
    throw new Problem(
      "--remove asks before it deletes anything, and there is no terminal to ask on: add --yes.",
      2,
    );
  }
  if (!options.dryRun) file.checkWritable();
  const named = valueIn(text, "TWILIO_ACCOUNT_SID");
  // What is no SID may be a secret in the wrong place.
  if (named) refuse(wrongAccountSid(named));
  if (named && settings.TWILIO_ACCOUNT_SID !== named) {
    throw new Problem(
      `${file.name} names another account (${named}) than TWILIO_ACCOUNT_SID in ${configuration.winner("TWILIO_ACCOUNT_SID")?.where}: unset that, then run this again.`,
      2,
    );
  }
  const connection = await connect(settings);
  await explained(connection, async () => {
    say(describeAccount(await readAccount(connection.account, connection.sid)));
    const removal = await planRemoval(connection.account, text);
    if (options.dryRun) return describeRemoval(removal, file.name, true).forEach(say);
    if (!options.yes) {
      describeRemoval(removal, file.name, true).forEach(say);
      const isSure = await confirm("Whatever else uses these values can place no calls any more. Go on?");
      if (!isSure) return say("Nothing was changed.");
    }
    await applyRemoval(removal, worldOf(connection, configuration));
  });
}

async function chooseAppUrl({ settings, inFiles }: Configuration, options: Options) {
  const onThisMachine =
    settings.TWILIO_API_URL !== undefined && isLoopback(new URL(settings.TWILIO_API_URL).hostname);
  const domain = settings.VERCEL_PROJECT_PRODUCTION_URL;
  const known = options.appUrl ?? settings.APP_URL ?? (domain ? `https://${domain}` : undefined);
  const text =
    known ??
    (await need(
      "APP_URL",
      "Public address of the app, such as https://phone.example.com: ",
      "give it with --app-url, or set APP_URL",
    ));
  const appUrl = readAppUrl(text, onThisMachine);
  if (typeof appUrl === "string") throw new Problem(appUrl, 2);
  // The file needs no address that it has already in another spelling, or that Vercel names.
  const isKnown = inFiles.APP_URL
    ? readOrigin(inFiles.APP_URL) === appUrl.origin
    : text === `https://${domain}`;
  return { appUrl, keepsAppUrl: !isKnown } satisfies { appUrl: AppUrl; keepsAppUrl: boolean };
}

function readOrigin(text: string): string | undefined {
  const read = readSiteUrl(text);
  return typeof read === "string" ? undefined : read.origin;
}

async function connect(settings: Configuration["settings"]): Promise<Connection> {
  checkDestination(settings);
  const how = "set it in the environment, or run this in a terminal, which asks for it";
  for (const name of ["TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "NEXTAUTH_SECRET", "VAPID_PRIVATE_KEY"])
    keepSecret(settings[name]);
  const sid = settings.TWILIO_ACCOUNT_SID ?? (await need("TWILIO_ACCOUNT_SID", "Account SID (AC…): ", how));
  refuse(wrongAccountSid(sid));
  const token =
    settings.TWILIO_AUTH_TOKEN ?? (await need("TWILIO_AUTH_TOKEN", "Auth token (not shown): ", how, true));
  keepSecret(token);
  refuse(wrongAuthToken(token));
  // As a request carries both.
  keepSecret(Buffer.from(`${sid}:${token}`).toString("base64"));
  const origin = settings.TWILIO_API_URL ?? twilioApiOrigin(settings.TWILIO_REGION, settings.TWILIO_EDGE);
  return { account: openAccount(origin, sid, token), origin, sid, token };
}

function refuse(sentence: string | undefined): void {
  if (sentence) throw new Problem(sentence, 2);
}

/** Asks for a value that is missing. Throws a Problem if nobody is there, or gives none. */
async function need(name: string, question: string, how: string, hidden = false): Promise<string> {
  const answer = canAsk() ? await ask(question, hidden) : "";
  if (answer === "") throw new Problem(`${name} is missing: ${how}.`, 2);
  return answer;
}

/** Turns a failure of a request into a sentence. */
async function explained({ origin, sid }: Connection, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && ["Stopped", "NoAnswer"].includes(error.name)) throw error;
    throw explainFailure(error, origin, sid);
  }
}

/** Throws a Problem if a value that is to be written would have no effect, before anything is made. */
function checkWinners(plan: Plan, { winner, file }: Configuration): void {
  for (const [name, value] of Object.entries(plan.write)) {
    const found = winner(name);
    if (!found || found.value === value) continue;
    throw new Problem(
      `${name} has another value in ${found.where}, which wins over ${file.name}: unset it there, then run this again.`,
      2,
    );
  }
}

function sayPlan(plan: Plan, fileName: string, { vercel }: Options): void {
  say(describeApp(plan.app, undefined, true));
  say(describeKey(plan.key, undefined, true));
  say(describeFile(fileName, Object.keys(plan.write), true));
  for (const line of describeLeftovers(plan)) say(line);
  if (vercel) say("Vercel: would get all values of the file, and APP_URL.");
  say("Nothing was changed (--dry-run).");
}

/** A TwiML app that somebody made for another purpose may be in use there. */
async function confirmForeignApp({ app }: Plan, { yes }: Options): Promise<void> {
  if (app.kind !== "change-app" || !app.isForeign || yes) return;
  const what = `TwiML app ${app.app.sid} ("${app.app.friendlyName}") points to ${withoutQuery(app.app.voiceUrl || app.app.statusCallback)}, which may be another project's`;
  if (!canAsk()) {
    throw new Problem(
      `${what}: add --yes to point it here, or take TWILIO_TWIML_APP_SID away, and one is made.`,
      2,
    );
  }
  if (!(await confirm(`${what}. Point it here?`))) throw new Problem("Nothing was changed.");
}

/** An address without what may be a secret of its owner. */
function withoutQuery(address: string): string {
  if (!URL.canParse(address)) return address;
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

function worldOf({ account }: Connection, { file }: Configuration): World {
  return { account, file, say, stopIfWanted };
}

function valuesOf(settings: Configuration["settings"]): Values {
  const entries = writtenNames.map((name) => [name, settings[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

async function giveToVercel(values: Values, options: Options): Promise<void> {
  if (options.vercel) await pushToVercel(values, process.cwd(), say);
  if (!options.printVercel) return;
  // Not by `say`, which hides secrets: the person has asked for them.
  for (const line of vercelCommands(values, options.showSecrets)) console.log(line);
}
