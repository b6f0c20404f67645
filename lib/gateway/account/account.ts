import type { Clock } from "../base/clock";
import { ApiKeys } from "./api-keys";
import { Applications } from "./applications";

/** What the settings say about the account: its credentials, one API key, and one TwiML application. */
export interface AccountConfig {
  accountSid: string;
  authToken: string;
  apiKey: string;
  apiSecret: string;
  applicationSid: string;
  /** Where TwiML is requested when a device calls through that application. Undefined: it has no Voice URL yet. */
  voiceUrl: string | undefined;
  /** Where the end of a caller's call is reported, if anywhere. */
  statusUrl: string | undefined;
}

/** https://www.twilio.com/docs/iam/api/account: only an active account can do anything. */
export type AccountStatus = "active" | "suspended" | "closed";

export type AccountType = "Trial" | "Full";

/** What tests change about the account, by the control API. */
export interface AccountStanding {
  status: AccountStatus;
  type: AccountType;
  /** Another sid than the account's own makes it a sub-account. */
  ownerSid: string;
  /**
   * The code with which an account that is not active is refused over REST. Twilio's documentation gives that cause for each of
   * https://www.twilio.com/docs/api/errors/20003, /20005 and /20403.
   */
  refusal: 20003 | 20005 | 20403;
}

/** The one account of this gateway, and what it owns. All of it is forgotten when the gateway stops. */
export class Account {
  readonly keys: ApiKeys;
  readonly applications: Applications;
  readonly createdAt: number;
  standing: AccountStanding;
  #voiceUrl: string | undefined;

  constructor(
    readonly config: AccountConfig,
    clock: Clock,
  ) {
    this.createdAt = clock.now();
    this.#voiceUrl = config.voiceUrl;
    this.keys = new ApiKeys(clock);
    this.applications = new Applications(clock);
    this.standing = this.goodStanding();
    this.#begin();
  }

  /** Forgets what REST and tests have changed: the keys, applications and standing are those of the start. */
  reset(): void {
    this.keys.clear();
    this.applications.clear();
    this.standing = this.goodStanding();
    this.#begin();
  }

  /** Changes where the application of the settings requests TwiML, now and after a reset. */
  setVoiceUrl(voiceUrl: string | undefined): void {
    this.#voiceUrl = voiceUrl;
    const application = this.applications.get(this.config.applicationSid);
    if (application) this.applications.update(application, { voiceUrl: voiceUrl ?? null });
    else this.#addApplication();
  }

  /** The one key and the one application of the settings. */
  #begin(): void {
    const { config } = this;
    this.keys.add({ sid: config.apiKey, secret: config.apiSecret, friendlyName: "Local voice gateway" });
    this.#addApplication();
  }

  #addApplication(): void {
    const { config } = this;
    this.applications.create(
      {
        friendlyName: "Local voice gateway",
        voiceUrl: this.#voiceUrl ?? null,
        ...(config.statusUrl === undefined ? {} : { statusCallback: config.statusUrl }),
      },
      config.applicationSid,
    );
  }

  get sid(): string {
    return this.config.accountSid;
  }

  get authToken(): string {
    return this.config.authToken;
  }

  get isActive(): boolean {
    return this.standing.status === "active";
  }

  /** The standing at the start: an active account without a parent. */
  goodStanding(): AccountStanding {
    return { status: "active", type: "Full", ownerSid: this.sid, refusal: 20003 };
  }
}
