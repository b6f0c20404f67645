import { randomUUID } from "node:crypto";
import { WireDevice } from "../../lib/gateway/testing/wire";

/** How often (ms) an open page asks for people and sends a beat. */
const peopleEveryMs = 2_500;
const beatEveryMs = 4_000;

/** Somebody who is signed in, with an open page and a phone, reduced to their requests and their signalling. */
export class LoadPerson {
  /** The call that the page's beats name. */
  ref: string | null = null;
  readonly #tab = randomUUID();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #cookies = new Map<string, string>();
  #device: WireDevice | undefined;
  #beats = 0;

  private constructor(
    readonly appUrl: string,
    readonly username: string,
  ) {}

  /** Creates the account, signs in and registers the phone. */
  static async open(appUrl: string, gatewayPort: number, username: string): Promise<LoadPerson> {
    const person = new LoadPerson(appUrl, username);
    const password = `pw-${randomUUID()}`;
    await person.#must("POST", "/api/people", { username, displayName: `Load ${username}`, password });
    const { csrfToken } = await person.#must("GET", "/api/auth/csrf");
    const form = new URLSearchParams({ csrfToken, username, password, json: "true" });
    await person.#must("POST", "/api/auth/callback/credentials", form);
    const { token, identity } = await person.#must("POST", "/api/voice/token");
    person.#device = await WireDevice.open(gatewayPort, identity, { token, origin: appUrl });
    await person.beat();
    return person;
  }

  get device(): WireDevice {
    if (!this.#device) throw new Error(`${this.username} has no phone`);
    return this.#device;
  }

  /** Asks for people and sends beats as an open page does, until `close`. Begins at a random moment. */
  live(): void {
    const every = (ms: number, work: () => Promise<unknown>) => {
      const begin = setTimeout(() => {
        // A failure is counted by the proxy.
        this.#timers.push(setInterval(() => void work().catch(() => undefined), ms));
      }, Math.random() * ms);
      this.#timers.push(begin);
    };
    every(peopleEveryMs, () => this.ask("GET", "/api/people"));
    every(beatEveryMs, () => this.beat());
  }

  /** Tells the server that this page is open, and in which call. */
  async beat(phone: "ready" | "gone" = "ready"): Promise<void> {
    this.#beats += 1;
    const state = phone === "ready" && this.ref ? "in_call" : phone;
    const beat = { tab: this.#tab, phone: state, hidden: false, ref: this.ref, n: this.#beats };
    await this.ask("POST", "/api/presence", beat);
  }

  /** Reports that this side of the call is over, as a page does. */
  async leave(ref: string): Promise<void> {
    this.ref = null;
    await this.ask("POST", `/api/calls/${ref}/ended`, { tab: this.#tab, busy: false }).catch(() => undefined);
  }

  /** Sends a request as this person. Rejects if there is no answer. */
  async ask(method: string, path: string, body?: object): Promise<Response> {
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(`${this.appUrl}${path}`, {
      method,
      redirect: "manual",
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        origin: this.appUrl,
        ...(body && !isForm ? { "content-type": "application/json" } : {}),
      },
      body: isForm ? body : body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#device?.close();
  }

  async #must(method: string, path: string, body?: object) {
    const response = await this.ask(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} of ${this.username}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}
