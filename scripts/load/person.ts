import { randomUUID } from "node:crypto";
import { peopleListPollMs, visibleBeatMs } from "../../lib/contracts";
import { WireDevice } from "../../lib/gateway/testing/wire";

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly text: string;
  /** The text as JSON. */
  json(): ReturnType<typeof JSON.parse>;
}

/** Somebody who is signed in, with an open page and a phone, reduced to their requests and their signalling. */
export class LoadPerson {
  /** The call that the page's beats name. */
  ref: string | null = null;
  readonly #tab = randomUUID();
  readonly #cookies = new Map<string, string>();
  #device: WireDevice | undefined;
  #beats = 0;
  #closed = false;

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

  /**
   * Asks for people and sends beats as an open page without a stream of changes does whose people come and go, until `close`.
   * That is the most that a page asks for. Begins at a random moment.
   */
  live(): void {
    void this.#repeat(async () => {
      const { people } = (await this.ask("GET", "/api/people")).json();
      return peopleListPollMs(people.length);
    });
    void this.#repeat(async () => {
      await this.beat();
      return visibleBeatMs;
    });
  }

  /** Does `work` until `close`. It returns the time (ms) from its end to the next. A failure is counted by the proxy. */
  async #repeat(work: () => Promise<number>): Promise<void> {
    let wait = Math.random() * visibleBeatMs;
    while (!this.#closed) {
      await pause(wait);
      wait = await work().catch(() => visibleBeatMs);
    }
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

  /** Sends a request as this person, and reads all of the answer. Rejects if there is none. */
  async ask(method: string, path: string, body?: object): Promise<Answer> {
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
    const text = await response.text();
    return { status: response.status, ok: response.ok, text, json: () => JSON.parse(text) };
  }

  close(): void {
    this.#closed = true;
    this.#device?.close();
  }

  async #must(method: string, path: string, body?: object) {
    const { ok, status, text, json } = await this.ask(method, path, body);
    if (!ok) throw new Error(`${method} ${path} of ${this.username}: ${status} ${text}`);
    return text ? json() : undefined;
  }
}
