import { fileURLToPath } from "node:url";
import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";
import { installEar } from "./audio";

const sdk = fileURLToPath(
  new URL("../../node_modules/@twilio/voice-sdk/dist/twilio.min.js", import.meta.url),
);

/** The parts of the SDK that run in the page. */
interface SdkCall {
  on(event: string, listener: () => void): void;
  accept(): void;
  disconnect(): void;
}
interface SdkDevice {
  on(event: string, listener: (call: SdkCall) => void): void;
  register(): Promise<void>;
  connect(options: { params: Record<string, string> }): Promise<SdkCall>;
}
interface RawPage {
  Twilio: { Device: new (token: string, options: object) => SdkDevice };
  raw: { device?: SdkDevice; rang: number; ringing: number; open: number };
}

/** A token as the server gives it in local mode. */
export interface RawToken {
  token: string;
  identity: string;
  signaling: string;
}

/**
 * A Device of the SDK in a page that has nothing of the product: no beat, no look at the session. It is what somebody
 * keeps who has once got a token.
 */
export class RawDevice {
  private constructor(readonly page: Page) {}

  /** Opens a browser of its own for it, on the app's origin, since the gateway takes no other. */
  static async open(browser: Browser, origin: string, { token, signaling }: RawToken): Promise<RawDevice> {
    const context = await browser.newContext({ permissions: ["microphone"], bypassCSP: true });
    const page = await context.newPage();
    await installEar(page);
    await page.addInitScript((gateway) => {
      const Native = globalThis.WebSocket;
      globalThis.WebSocket = class extends Native {
        constructor(url: string | URL, protocols?: string | string[]) {
          const isSignalling = new URL(url).host.endsWith(".twilio.com");
          super(isSignalling ? `${gateway}?edge=ashburn` : url, protocols);
        }
      };
    }, signaling);
    await page.goto(`${origin}/api/health`);
    await page.addScriptTag({ path: sdk });
    const device = new RawDevice(page);
    await device.register(token);
    return device;
  }

  /** Registers another Device with that token. */
  async register(token: string): Promise<void> {
    await this.page.evaluate(async (given) => {
      const own = globalThis as unknown as RawPage;
      const names = ["incoming", "outgoing", "disconnect"];
      const sounds = Object.fromEntries(names.map((name) => [name, "/sounds/silence.wav"]));
      const device = new own.Twilio.Device(given, { logLevel: "silent", sounds });
      own.raw ??= { rang: 0, ringing: 0, open: 0 };
      own.raw.device = device;
      const { raw } = own;
      device.on("incoming", (call) => {
        raw.rang += 1;
        raw.ringing += 1;
        for (const event of ["cancel", "accept", "reject"]) call.on(event, () => (raw.ringing -= 1));
      });
      await device.register();
    }, token);
  }

  /** Calls that username. Resolves when the call has begun; `open` says how many go on. */
  async call(username: string): Promise<void> {
    await this.page.evaluate(
      async (params) => {
        const { raw } = globalThis as unknown as RawPage;
        const call = await raw.device?.connect({ params });
        raw.open += 1;
        call?.on("disconnect", () => (raw.open -= 1));
        // An unanswered call that ends emits `error` first; without a listener the SDK would throw.
        call?.on("error", () => {});
      },
      { To: username, ref: crypto.randomUUID(), anonymous: "0" },
    );
  }

  /** How many calls have rung in all, ring now, and were placed here and go on. */
  counts(): Promise<{ rang: number; ringing: number; open: number }> {
    return this.page.evaluate(() => {
      const { rang, ringing, open } = (globalThis as unknown as RawPage).raw;
      return { rang, ringing, open };
    });
  }
}

/** The token that the server gives to whoever has these cookies. */
export async function tokenOf(request: APIRequestContext, origin: string): Promise<RawToken> {
  const answer = await request.post(`${origin}/api/voice/token`);
  expect(answer.status()).toBe(200);
  return answer.json();
}
