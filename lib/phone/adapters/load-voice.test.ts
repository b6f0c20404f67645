import { expect, test, vi } from "vitest";
import { createLoadVoice } from "./load-voice";

const log = vi.hoisted(() => [] as string[]);
vi.mock("./local-signalling", () => {
  log.push("local-signalling loaded");
  return { installLocalSignalling: (url: string) => log.push(`installed for ${url}`) };
});
vi.mock("./voice-sdk", () => ({
  get voice() {
    log.push("SDK used");
    return {};
  },
}));

test("Twilio mode loads no part of local mode", async () => {
  await createLoadVoice()(undefined);
  expect(log.splice(0)).toEqual(["SDK used"]);
});

test("local mode installs the gateway once, before the SDK", async () => {
  const load = createLoadVoice();
  const gateway = "ws://localhost:3001/signal";
  await Promise.all([load(gateway), load(gateway)]);
  await load(gateway);
  expect(log.filter((line) => line !== "SDK used")).toEqual([
    "local-signalling loaded",
    `installed for ${gateway}`,
  ]);
  expect(log.indexOf("SDK used")).toBe(2);
});
