import { expect, type Page } from "@playwright/test";
import { mintToken } from "./account";

export interface DriverEvent {
  who: string;
  event: string;
  detail: unknown;
  at: number;
}

/** An amplitude above this is heard: the fake microphone's beeps reach about 0.5, silence stays below 0.001. */
export const AUDIBLE = 0.02;
/** The fake microphone beeps about once a second. */
export const LISTEN_MS = 1_500;

/** One browser page with the SDK on it. */
export class Phone {
  constructor(
    readonly page: Page,
    readonly identity: string,
  ) {}

  /** Opens the page. The SDK's host name leads to `gateway`, a `ws:` URL; undefined leaves it as it is. */
  static async open(
    page: Page,
    origin: string,
    gateway: string | undefined,
    identity: string,
  ): Promise<Phone> {
    await page.goto(gateway === undefined ? origin : `${origin}/?gateway=${encodeURIComponent(gateway)}`);
    return new Phone(page, identity);
  }

  /** Makes a Device and returns its number, which counts from 0. */
  device(options: Record<string, unknown> = {}, token = mintToken(this.identity)): Promise<number> {
    return this.page.evaluate(({ token, options }) => driver.newDevice(token, options), { token, options });
  }

  async register(device = 0): Promise<void> {
    await this.invokeDevice(device, "register");
  }

  /** Begins a call and returns its number, which counts incoming and outgoing calls of this page from 0. */
  connect(options: Record<string, unknown>, device = 0): Promise<number> {
    return this.page.evaluate(({ device, options }) => driver.connect(device, options), { device, options });
  }

  /** Calls a method of a call. */
  invoke(call: number, method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(({ call, method, args }) => driver.invoke("calls", call, method, args), {
      call,
      method,
      args,
    });
  }

  /** Calls a method of a device. */
  invokeDevice(device: number, method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(({ device, method, args }) => driver.invoke("devices", device, method, args), {
      device,
      method,
      args,
    });
  }

  events(who?: string): Promise<DriverEvent[]> {
    return this.page.evaluate((who) => driver.events.filter((e) => !who || e.who === who), who);
  }

  async names(who: string): Promise<string[]> {
    return (await this.events(who)).map(({ event }) => event);
  }

  /** Waits until `who` (such as "call0") has emitted `event` at least `times` times, and returns the last. */
  async saw(who: string, event: string, { times = 1, timeout = 10_000 } = {}): Promise<DriverEvent> {
    let seen: DriverEvent[] = [];
    await expect
      .poll(
        async () => {
          seen = (await this.events(who)).filter((e) => e.event === event);
          return seen.length;
        },
        { timeout, intervals: [20, 50, 100], message: `${this.identity}: ${who} ${event}` },
      )
      .toBeGreaterThanOrEqual(times);
    return seen.at(-1) as DriverEvent;
  }

  /** The peak amplitude (0..1) of what a call receives within `ms`. */
  loudness(call = 0, ms = LISTEN_MS): Promise<number> {
    return this.page.evaluate(({ call, ms }) => driver.loudness(call, ms, Number.POSITIVE_INFINITY), {
      call,
      ms,
    });
  }

  /** How loud (0..1) each of these frequencies is in what a call receives. Of a sine it is its amplitude. */
  levels(frequencies: number[], call = 0, ms = 300): Promise<number[]> {
    return this.page.evaluate(({ call, frequencies, ms }) => driver.levels(call, frequencies, ms), {
      call,
      frequencies,
      ms,
    });
  }

  /** Whether anything is heard within `ms`. Resolves as soon as something is. */
  async hears(call = 0, ms = LISTEN_MS): Promise<boolean> {
    const listen = { call, ms, enough: AUDIBLE };
    const peak = await this.page.evaluate(
      ({ call, ms, enough }) => driver.loudness(call, ms, enough),
      listen,
    );
    return peak > AUDIBLE;
  }

  /** Reads a value of a call, such as `status` or `parameters.CallSid`. */
  ofCall(call: number, path: string): Promise<unknown> {
    return this.page.evaluate(({ call, path }) => driver.read("calls", call, path), { call, path });
  }

  /** Reads a value of a device, such as `edge` or `calls.length`. */
  ofDevice(device: number, path: string): Promise<unknown> {
    return this.page.evaluate(({ device, path }) => driver.read("devices", device, path), { device, path });
  }
}

/** Alice calls with `params`, Bob accepts, and both see the call accepted. */
export async function talk(alice: Phone, bob: Phone, params: Record<string, string>): Promise<void> {
  const call = await alice.connect({ params });
  await bob.saw("device0", "incoming");
  await bob.invoke(0, "accept");
  await Promise.all([alice.saw(`call${call}`, "accept"), bob.saw("call0", "accept")]);
}

/** Waits until both hear sound in their first call. */
export async function hearEachOther(alice: Phone, bob: Phone): Promise<void> {
  for (const phone of [alice, bob]) {
    await expect.poll(() => phone.hears(), { message: `sound at ${phone.identity}` }).toBe(true);
  }
}
