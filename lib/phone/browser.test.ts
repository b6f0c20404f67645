import { afterEach, expect, test, vi } from "vitest";

const sdk = vi.hoisted(() => ({ loads: 0 }));
vi.mock("@twilio/voice-sdk", () => {
  sdk.loads += 1;
  return { Device: class {}, Call: { Codec: {} } };
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the module can be imported without a window, and loads no SDK", async () => {
  expect(globalThis).not.toHaveProperty("window");
  await import("./browser");
  expect(sdk.loads).toBe(0);
});

test("only one phone is created, however often components mount, and no SDK before it starts", async () => {
  vi.stubGlobal("window", {});
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("HTMLMediaElement", class {});
  const { getPhone } = await import("./browser");
  const phone = getPhone();
  expect(getPhone()).toBe(phone);
  expect(phone.getState()).toEqual({ kind: "off" });
  expect(sdk.loads).toBe(0);
});
