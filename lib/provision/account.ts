import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import type { AppSettings, TwimlApp } from "./plan";

/** What Twilio says of an account. */
export interface AccountFacts {
  readonly sid: string;
  readonly friendlyName: string;
  /** `active`, `suspended` or `closed`. */
  readonly status: string;
  /** `Trial` or `Full`. */
  readonly type: string;
  /** Its own SID, or for a subaccount that of the account it belongs to. */
  readonly ownerAccountSid: string;
}

/** The account's API, as far as this command uses it. Each request rejects as the `twilio` library does. */
export interface Account {
  facts(): Promise<AccountFacts>;
  /** null: the account has none with this SID. */
  app(sid: string): Promise<TwimlApp | null>;
  appsNamed(friendlyName: string): Promise<TwimlApp[]>;
  /** The SIDs of the API keys of this name. */
  keysNamed(friendlyName: string): Promise<string[]>;
  /** Rejects with a SyntaxError if the answer has no SID, and so is not Twilio's. */
  makeApp(settings: AppSettings): Promise<TwimlApp>;
  changeApp(sid: string, settings: Partial<AppSettings>): Promise<void>;
  /** The name of an API key; null: the account has none with this SID. */
  keyName(sid: string): Promise<string | null>;
  /** Whether Twilio takes this secret for the key. */
  keyWorks(sid: string, secret: string): Promise<boolean>;
  /** The one time at which Twilio shows the secret. Rejects with a SyntaxError if the answer has none. */
  makeKey(friendlyName: string): Promise<{ sid: string; secret: string }>;
  /** Whether there was one to delete. */
  deleteApp(sid: string): Promise<boolean>;
  deleteKey(sid: string): Promise<boolean>;
}

/** The longest answer (bytes), far above a page of any list. */
const longestAnswer = 4 * 1024 * 1024;
/** How long (ms) the tries after a 429 may take beside. */
const patience = 60_000;
/** How many requests a run may need, with a thousand apps and keys, 50 on a page. */
const mostRequests = 100;

/** Rejects with ETIMEDOUT, as the network does, if `answer` is not there in time (ms). */
async function withDeadline<T>(answer: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error("the answer does not end"), { code: "ETIMEDOUT" }));
    }, limit);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Sends each request of the library to another origin: a region's, or that of a local gateway. */
class MovedClient extends twilio.RequestClient {
  readonly #origin: URL;
  readonly #timeout: number;
  #requests = 0;

  constructor(origin: string, timeout: number) {
    super({ timeout, autoRetry: true, maxRetries: 5, keepAlive: false });
    this.#origin = new URL(origin);
    this.#timeout = timeout;
    this.axios.defaults.maxContentLength = longestAnswer;
  }

  override async request<T>(options: RequestClient.RequestOptions<T>) {
    this.#requests += 1;
    if (this.#requests > mostRequests) throw new SyntaxError("a list that never ends");
    const uri = new URL(options.uri);
    uri.protocol = this.#origin.protocol;
    uri.host = this.#origin.host;
    // URL keeps the old port where the new host names none.
    uri.port = this.#origin.port;
    // The library's own limit begins again with each byte, and each of its tries after a 429 has it anew.
    return withDeadline(super.request<T>({ ...options, uri: uri.href }), this.#timeout + patience);
  }
}

/**
 * Opens the account with its auth token. Asks nothing yet.
 *
 * @param origin of the REST interface
 * @param timeout how long (ms) an answer may take
 */
export function openAccount(
  origin: string,
  accountSid: string,
  authToken: string,
  timeout = 15_000,
): Account {
  const connect = (username: string, password: string) =>
    // The log level is named, since at `debug` the library would print its requests on standard output.
    twilio(username, password, {
      accountSid,
      httpClient: new MovedClient(origin, timeout),
      logLevel: "error",
    }).api.v2010.accounts(accountSid);
  const account = connect(accountSid, authToken);
  return {
    async facts() {
      const { sid, friendlyName, status, type, ownerAccountSid } = await account.fetch();
      return { sid, friendlyName, status, type, ownerAccountSid };
    },
    app: (sid) => nullIfMissing(async () => toApp(await account.applications(sid).fetch())),
    async appsNamed(friendlyName) {
      const apps = await account.applications.list({ friendlyName });
      // Twilio's filter is exact; this does not depend on it.
      return apps.map(toApp).filter((app) => app.friendlyName === friendlyName);
    },
    async keysNamed(friendlyName) {
      const keys = await account.keys.list();
      return keys.filter((key) => key.friendlyName === friendlyName).map(({ sid }) => sid);
    },
    async makeApp(settings) {
      const app = toApp(await account.applications.create(settings));
      if (!isSid("AP", app.sid)) throw new SyntaxError("an application without a SID");
      return app;
    },
    async changeApp(sid, settings) {
      await account.applications(sid).update(settings);
    },
    keyName: (sid) => nullIfMissing(async () => (await account.keys(sid).fetch()).friendlyName),
    async keyWorks(sid, secret) {
      try {
        // A Standard key may read TwiML apps, but neither the account nor its keys.
        await connect(sid, secret).applications.list({ limit: 1, pageSize: 1 });
        return true;
      } catch (error) {
        if (statusOf(error) === 401 || statusOf(error) === 403) return false;
        throw error;
      }
    },
    async makeKey(friendlyName) {
      const { sid, secret } = await account.newKeys.create({ friendlyName });
      if (!isSid("SK", sid)) throw new SyntaxError("an API key without a SID");
      if (!/^[!-~]{32,}$/.test(secret)) {
        await account.keys(sid).remove();
        throw new SyntaxError("an API key without a secret");
      }
      return { sid, secret };
    },
    deleteApp: (sid) => falseIfMissing(() => account.applications(sid).remove()),
    deleteKey: (sid) => falseIfMissing(() => account.keys(sid).remove()),
  };
}

function isSid(prefix: string, sid: unknown): boolean {
  return typeof sid === "string" && new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(sid);
}

/** What of an answer this command keeps. The dates are read by the library; a missing address is "". */
function toApp(app: {
  sid: string;
  friendlyName: string;
  voiceUrl: string | null;
  voiceMethod: string | null;
  statusCallback: string | null;
  statusCallbackMethod: string | null;
  dateCreated: Date | null;
}): TwimlApp {
  return {
    sid: app.sid,
    friendlyName: app.friendlyName,
    voiceUrl: app.voiceUrl ?? "",
    voiceMethod: app.voiceMethod ?? "",
    statusCallback: app.statusCallback ?? "",
    statusCallbackMethod: app.statusCallbackMethod ?? "",
    createdAt: app.dateCreated?.getTime() ?? 0,
  };
}

/** The HTTP status of a refusal by Twilio; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof twilio.RestException ? error.status : undefined;
}

async function nullIfMissing<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

async function falseIfMissing(remove: () => Promise<boolean>): Promise<boolean> {
  return (await nullIfMissing(remove)) ?? false;
}
