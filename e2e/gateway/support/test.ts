import { writeFile } from "node:fs/promises";
import { type BrowserContext, test as base } from "@playwright/test";
import { type GatewayProcess, startGatewayProcess } from "./gateway";
import { startPageServer } from "./page-server";
import { Phone } from "./phone";
import { dialTo, startVoiceApp, type VoiceApp } from "./voice-app";

interface Fixtures {
  /** The application, without the webhooks of earlier tests and with its usual answer. */
  app: VoiceApp;
  /** The gateway, on a perfect network. */
  gateway: GatewayProcess;
  /** Opens a page in a browser context of its own, as for another person. */
  openPhone(identity: string, signalling?: string): Promise<Phone>;
  /** A phone with a registered device. */
  registered(identity: string, options?: Record<string, unknown>): Promise<Phone>;
}

/** What the tests of one worker share. They run one after another. */
interface WorkerFixtures {
  /** Where the sound of calls ends: `auto` relays what it can, `ended` relays nothing. */
  media: "auto" | "ended";
  stack: { app: VoiceApp; gateway: GatewayProcess; pageOrigin: string };
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  media: ["auto", { option: true, scope: "worker" }],

  stack: [
    async ({ media }, use) => {
      const [pages, app] = await Promise.all([startPageServer(), startVoiceApp()]);
      const gateway = await startGatewayProcess({
        ...settings(app, pages.origin),
        VOICE_GATEWAY_MEDIA: media,
      });
      await use({ app, gateway, pageOrigin: pages.origin });
      await gateway.kill();
      await Promise.all([app.close(), pages.close()]);
    },
    { scope: "worker" },
  ],

  app: [
    async ({ stack }, use) => {
      stack.app.hooks.length = 0;
      stack.app.answer = dialTo;
      await use(stack.app);
    },
    // Automatic, since an earlier test may have left another answer even for tests that do not name `app`.
    { auto: true },
  ],

  gateway: async ({ stack }, use, info) => {
    stack.gateway.log.length = 0;
    await use(stack.gateway);
    await stack.gateway.control("reset");
    if (info.status !== info.expectedStatus) {
      await writeFile(info.outputPath("gateway.log"), stack.gateway.log.join("\n"));
    }
  },

  openPhone: async ({ browser, gateway, stack }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (identity, signalling = `ws://localhost:${gateway.port}/signal`) => {
      const context = await browser.newContext({ permissions: ["microphone"] });
      contexts.push(context);
      // Twilio's insights and sounds: no test needs them, and none may depend on a network.
      await context.route(/twilio\.com|twiliocdn\.com/, (route) => route.fulfill({ json: {} }));
      return Phone.open(await context.newPage(), stack.pageOrigin, signalling, identity);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  registered: async ({ openPhone }, use) => {
    await use(async (identity, options) => {
      const phone = await openPhone(identity);
      await phone.device(options);
      await phone.register();
      return phone;
    });
  },
});

/** The environment of a gateway for this application and for pages of this origin. */
export function settings(app: VoiceApp, pageOrigin: string): Record<string, string> {
  return {
    VOICE_URL: `${app.origin}/voice`,
    VOICE_STATUS_URL: `${app.origin}/status`,
    VOICE_GATEWAY_ORIGINS: pageOrigin,
  };
}

export { expect } from "@playwright/test";
