import { silentLog } from "../base/log";
import type { GatewayConfig } from "../config";
import { type Gateway, startGateway } from "../gateway";
import { CONFIG } from "./account";
import { RestTap } from "./rest-tap";

const CONTROL_SECRET = "control-secret";

/** An answer of the REST interface as a client without a library gets it. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Who asks, and what. The defaults are those of a GET by the auth token. */
export interface Asking {
  method?: string;
  form?: Record<string, string> | string;
  /** The user and password of Basic authentication, with a colon. */
  credentials?: string;
  headers?: Record<string, string>;
}

/** A gateway with the tap in front of its REST interface. */
export class RestRig {
  private constructor(
    readonly gateway: Gateway,
    readonly tap: RestTap,
  ) {}

  static async open(changes: Partial<GatewayConfig> = {}): Promise<RestRig> {
    const config = { ...CONFIG, controlSecret: CONTROL_SECRET, ...changes };
    const gateway = await startGateway(config, { log: silentLog });
    return new RestRig(gateway, await RestTap.open(gateway.port));
  }

  /** Sends a request to a path below the account, such as `/Keys.json`, or to any path that begins with `/2010`. */
  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const { form, credentials = byToken, headers = {} } = asking;
    const method = asking.method ?? (form === undefined ? "GET" : "POST");
    const below = path.startsWith("/2010") ? path : `${accountPath}${path}`;
    const response = await fetch(`${this.tap.origin}${below}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
  }

  /** Posts a command of the control API, and resolves with the status of its answer. */
  async control(command: string, body: object = {}): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.gateway.port}/control/${command}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${CONTROL_SECRET}` },
      body: JSON.stringify(body),
    });
    return response.status;
  }

  async close(): Promise<void> {
    this.tap.close();
    await this.gateway.close();
  }
}

/** The path of the account of the tests. */
export const accountPath = `/2010-04-01/Accounts/${CONFIG.accountSid}`;
export const byToken = `${CONFIG.accountSid}:${CONFIG.authToken}`;
export const byKey = `${CONFIG.apiKey}:${CONFIG.apiSecret}`;
