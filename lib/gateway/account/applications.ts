import type { Clock } from "../base/clock";
import { newSid } from "../base/sid";
import { type AccountRecord, Records } from "./records";

/** How Twilio requests a URL. */
export type RequestMethod = "GET" | "POST";

/** What can be set on a TwiML application (https://www.twilio.com/docs/usage/api/applications). A URL that is not set is null. */
export interface ApplicationSettings {
  readonly friendlyName: string;
  readonly apiVersion: string;
  readonly voiceUrl: string | null;
  readonly voiceMethod: RequestMethod;
  readonly voiceFallbackUrl: string | null;
  readonly voiceFallbackMethod: RequestMethod;
  readonly statusCallback: string | null;
  readonly statusCallbackMethod: RequestMethod;
  readonly voiceCallerIdLookup: boolean;
  readonly smsUrl: string | null;
  readonly smsMethod: RequestMethod;
  readonly smsFallbackUrl: string | null;
  readonly smsFallbackMethod: RequestMethod;
  readonly smsStatusCallback: string | null;
  readonly messageStatusCallback: string | null;
  readonly publicApplicationConnectEnabled: boolean;
}

/** A TwiML application: where the calls of devices are announced. It is never changed, only replaced. */
export interface Application extends AccountRecord, ApplicationSettings {}

const defaults: ApplicationSettings = {
  friendlyName: "",
  apiVersion: "2010-04-01",
  voiceUrl: null,
  voiceMethod: "POST",
  voiceFallbackUrl: null,
  voiceFallbackMethod: "POST",
  statusCallback: null,
  statusCallbackMethod: "POST",
  voiceCallerIdLookup: false,
  smsUrl: null,
  smsMethod: "POST",
  smsFallbackUrl: null,
  smsFallbackMethod: "POST",
  smsStatusCallback: null,
  messageStatusCallback: null,
  publicApplicationConnectEnabled: false,
};

/** The TwiML applications of the account. */
export class Applications {
  readonly #applications = new Records<Application>();

  constructor(readonly clock: Clock) {}

  get isFull(): boolean {
    return this.#applications.isFull;
  }

  get(sid: string): Application | undefined {
    return this.#applications.get(sid);
  }

  /** Where one stands among the others, as `Records` numbers them. */
  placeOf(sid: string): number | undefined {
    return this.#applications.placeOf(sid);
  }

  /** All applications, the newest first. */
  list(): Application[] {
    return this.#applications.list();
  }

  create(settings: Partial<ApplicationSettings>, sid = newSid("AP")): Application {
    const now = this.clock.now();
    const application = { ...defaults, ...settings, sid, createdAt: now, updatedAt: now };
    this.#applications.set(application);
    return application;
  }

  update(application: Application, settings: Partial<ApplicationSettings>): Application {
    const updated = { ...application, ...settings, updatedAt: this.clock.now() };
    this.#applications.set(updated);
    return updated;
  }

  /** From now on no call can begin through it. False when there is no such application. */
  delete(sid: string): boolean {
    return this.#applications.delete(sid);
  }

  /** Deletes all of them. */
  clear(): void {
    this.#applications.clear();
  }
}
