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
  /** Where TwiML is requested when a device calls through that application. */
  voiceUrl: string;
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

  constructor(
    readonly config: AccountConfig,
    clock: Clock,
  ) {
    this.createdAt = clock.now();
    this.keys = new ApiKeys(clock);
    this.applications = new Applications(clock);
    this.standing = this.goodStanding();
    this.keys.add({ sid: config.apiKey, secret: config.apiSecret, friendlyName: "Local voice gateway" });
    this.applications.create(
      {
        friendlyName: "Local voice gateway",
        voiceUrl: config.voiceUrl,
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
