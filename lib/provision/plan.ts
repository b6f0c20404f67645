import type { AppUrl } from "./app-url";
import { friendlyName, isOurName, type Values, type WrittenName, writtenNames } from "./names";

/** A TwiML app, as far as this command sets it. An address that is not set is "". */
export interface TwimlApp {
  readonly sid: string;
  readonly friendlyName: string;
  readonly voiceUrl: string;
  readonly voiceMethod: string;
  readonly statusCallback: string;
  readonly statusCallbackMethod: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What a TwiML app is set to: all but what Twilio gives it. */
export type AppSettings = Omit<TwimlApp, "sid" | "createdAt">;

/**
 * The API key that the configuration names: `none`, or `half` with only its SID or only its secret; `revoked` if the
 * account has no such key; `refused` if Twilio does not take its secret.
 */
export type KeyState = "none" | "half" | "revoked" | "refused" | "works";

/** All that a plan is made of. */
export interface State {
  readonly appUrl: AppUrl;
  /** What the app would read at present, from the environment and its files. */
  readonly given: Values;
  /** What the files alone say: the shell that runs this command is not the one that will run the app. */
  readonly inFiles: Values;
  /** Whether APP_URL was given for this run, and so belongs into the file. */
  readonly keepsAppUrl: boolean;
  readonly key: KeyState;
  /** The TwiML app that the configuration names; null if the account has none with that SID. */
  readonly app: TwimlApp | null;
  /** The TwiML apps that bear our name for this host. */
  readonly namesakes: readonly TwimlApp[];
  /** The SIDs of the API keys that bear it. */
  readonly keysOfOurName: readonly string[];
}

export interface Change {
  readonly field: keyof AppSettings;
  readonly from: string;
  readonly to: string;
}

export type AppStep =
  | { readonly kind: "keep-app"; readonly app: TwimlApp }
  | {
      readonly kind: "change-app";
      readonly app: TwimlApp;
      readonly changes: readonly Change[];
      /** Somebody made it for another purpose, as its name and its addresses say. */
      readonly isForeign: boolean;
    }
  | { readonly kind: "make-app"; readonly gone: string | undefined; readonly settings: AppSettings };

export type KeyStep =
  | { readonly kind: "keep-key"; readonly sid: string }
  | {
      readonly kind: "make-key";
      readonly why: Exclude<KeyState, "works">;
      /** The SID that the configuration named until now. */
      readonly old: string | undefined;
      readonly friendlyName: string;
    };

export interface Plan {
  readonly app: AppStep;
  readonly key: KeyStep;
  /** The other TwiML apps of our name, which nothing uses. */
  readonly spareApps: readonly string[];
  /** The other API keys of our name, which this set-up does not use. */
  readonly spareKeys: readonly string[];
  /** What the file must be given, by name. A value that is known only once it is made is `null`. */
  readonly write: Readonly<Partial<Record<WrittenName, string | null>>>;
}

/** What the TwiML app of an installation is set to. */
export function wantedSettings({ origin, host }: AppUrl): AppSettings {
  return {
    friendlyName: friendlyName(host),
    voiceUrl: `${origin}/api/voice/call`,
    voiceMethod: "POST",
    statusCallback: `${origin}/api/voice/status`,
    statusCallbackMethod: "POST",
  };
}

/** What has to be done so that the account and the file are as they should be. Does nothing itself. */
export function makePlan(state: State): Plan {
  const app = planApp(state);
  const key = planKey(state);
  const chosen = app.kind === "make-app" ? undefined : app.app.sid;
  return {
    app,
    key,
    spareApps: state.namesakes.map(({ sid }) => sid).filter((sid) => sid !== chosen),
    spareKeys: state.keysOfOurName.filter((sid) => sid !== state.given.TWILIO_API_KEY),
    write: planFile(state, key, chosen),
  };
}

function planApp({ appUrl, given, app, namesakes }: State): AppStep {
  const settings = wantedSettings(appUrl);
  const found = app ?? choose(namesakes, settings);
  if (!found) return { kind: "make-app", gone: given.TWILIO_TWIML_APP_SID, settings };
  const fields: (keyof AppSettings)[] = ["voiceUrl", "voiceMethod", "statusCallback", "statusCallbackMethod"];
  // A name that somebody else chose stays.
  if (isOurName(found.friendlyName)) fields.push("friendlyName");
  const changes = fields
    .filter((field) => found[field] !== settings[field])
    .map((field) => ({ field, from: found[field], to: settings[field] }));
  if (changes.length === 0) return { kind: "keep-app", app: found };
  const isElsewhere = (["voiceUrl", "statusCallback"] as const).some(
    (field) => found[field] !== "" && found[field] !== settings[field],
  );
  const isForeign = isElsewhere && !isOurName(found.friendlyName);
  return { kind: "change-app", app: found, changes, isForeign };
}

/** Of several apps of our name: one that already calls this address, and of these the oldest, so that all runs agree. */
function choose(namesakes: readonly TwimlApp[], { voiceUrl }: AppSettings): TwimlApp | undefined {
  const rank = (app: TwimlApp) => (app.voiceUrl === voiceUrl ? 0 : 1);
  return namesakes.toSorted(
    (a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt || a.sid.localeCompare(b.sid),
  )[0];
}

function planKey({ appUrl, given, key }: State): KeyStep {
  const sid = given.TWILIO_API_KEY;
  if (key === "works" && sid) return { kind: "keep-key", sid };
  const why = key === "works" ? "none" : key;
  return { kind: "make-key", why, old: sid, friendlyName: friendlyName(appUrl.host) };
}

function planFile({ appUrl, given, inFiles, keepsAppUrl }: State, key: KeyStep, appSid: string | undefined) {
  const kept = key.kind === "keep-key";
  // Half a pair is of no use.
  const hasVapid = given.VAPID_PUBLIC_KEY !== undefined && given.VAPID_PRIVATE_KEY !== undefined;
  const wanted: Partial<Record<WrittenName, string | null>> = {
    TWILIO_ACCOUNT_SID: given.TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: given.TWILIO_AUTH_TOKEN,
    TWILIO_API_KEY: kept ? key.sid : null,
    TWILIO_API_SECRET: kept ? given.TWILIO_API_SECRET : null,
    TWILIO_TWIML_APP_SID: appSid ?? null,
    NEXTAUTH_SECRET: given.NEXTAUTH_SECRET ?? null,
    VAPID_PUBLIC_KEY: hasVapid ? given.VAPID_PUBLIC_KEY : null,
    VAPID_PRIVATE_KEY: hasVapid ? given.VAPID_PRIVATE_KEY : null,
    ...(keepsAppUrl ? { APP_URL: appUrl.origin } : {}),
    TWILIO_REGION: given.TWILIO_REGION,
    TWILIO_EDGE: given.TWILIO_EDGE,
  };
  return Object.fromEntries(
    writtenNames
      .filter((name) => wanted[name] !== undefined && wanted[name] !== inFiles[name])
      .map((name) => [name, wanted[name]]),
  ) as Plan["write"];
}

/** Whether everything is as it should be. */
export function isDone({ app, key, write }: Plan): boolean {
  return app.kind === "keep-app" && key.kind === "keep-key" && Object.keys(write).length === 0;
}
