import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import * as configuration from "@/lib/env";
import { PushService, type TestSubscription } from "@/lib/server/push/testing/push-service";
import * as holdTime from "@/lib/server/voice/hold-time";
import type { TestPerson } from "./people";
import { push } from "./routes";

/** How long (ms) calls wait in these tests. Those in which somebody comes do not wait so long. */
const usualHoldMs = 20_000;

/** A push service, and how long calls wait. */
export interface Waking {
  readonly service: PushService;
  /** From now on calls wait so long (ms) for a device to open. */
  hold(ms: number): void;
}

/** Makes a push service of this machine known to this file's tests, which send it real requests. */
export function startPush(): Waking {
  let service: PushService | undefined;
  let real: configuration.Env | undefined;
  const started = () => {
    if (!service) throw new Error("the push service runs only while tests do");
    return service;
  };
  beforeAll(async () => {
    service = await PushService.start();
  });
  afterAll(() => service?.close());
  beforeEach(() => {
    started().clear();
    // As it was before any test changed it.
    real ??= configuration.env();
    vi.spyOn(configuration, "env").mockReturnValue({ ...real, PUSH_SERVICES: [started().origin] });
    vi.spyOn(holdTime, "holdMs").mockReturnValue(usualHoldMs);
  });
  return {
    get service() {
      return started();
    },
    hold: (ms) => void vi.mocked(holdTime.holdMs).mockReturnValue(ms),
  };
}

/** Switches push on for that person's device, as its page does. */
export async function switchOn(
  { browser }: Pick<TestPerson, "browser">,
  service: PushService,
  language = "en",
): Promise<TestSubscription> {
  const subscription = service.subscribe(configuration.env().vapid?.publicKey ?? "");
  const response = await sendSubscription({ browser }, subscription, language);
  expect(response.status).toBe(204);
  return subscription;
}

/** Sends `PUT /api/push`. */
export function sendSubscription(
  { browser }: Pick<TestPerson, "browser">,
  subscription: unknown,
  language = "en",
): Promise<Response> {
  const headers = { "accept-language": language };
  return browser.send(push.PUT, "/api/push", { method: "PUT", json: subscription, headers });
}
