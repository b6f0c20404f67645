import { expect, it, vi } from "vitest";
import { copyText } from "./copy-text";

const clipboard = (writeText: (text: string) => Promise<void>) => ({ writeText }) as unknown as Clipboard;

it("copies a text", async () => {
  const write = vi.fn(async () => {});
  expect(await copyText("the report", clipboard(write))).toBe(true);
  expect(write).toHaveBeenCalledWith("the report");
});

it("resolves to false when the browser refuses, or when an insecure page has no clipboard", async () => {
  expect(
    await copyText(
      "the report",
      clipboard(() => Promise.reject(new Error("denied"))),
    ),
  ).toBe(false);
  expect(await copyText("the report", undefined)).toBe(false);
});
