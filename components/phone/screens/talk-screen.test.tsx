// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { createFakePhone, ready, ringing, talking } from "@/components/testing/fake-phone";
import { pass, renderInApp } from "@/components/testing/render";
import { CallPanel } from "./call-panel";
import { talkScreen } from "./talk-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const keepAway = () => vi.spyOn(talkScreen, "want").mockResolvedValue(false);
const keypad = () => screen.queryByRole("button", { name: "Keypad" });

test("the screen of a talk is loaded while a call rings", () => {
  const want = keepAway();
  renderInApp(<CallPanel />, { phone: createFakePhone(ringing()) });
  expect(want).toHaveBeenCalled();
});

test("a phone that is ready loads it after the page has opened", async () => {
  vi.useFakeTimers();
  const want = keepAway();
  renderInApp(<CallPanel />, { phone: createFakePhone(ready) });
  await pass(1_000);
  expect(want).not.toHaveBeenCalled();
  await pass(3_000);
  expect(want).toHaveBeenCalled();
});

test("until it is loaded a talk has its plain buttons", async () => {
  keepAway();
  const phone = createFakePhone(talking());
  renderInApp(<CallPanel />, { phone });
  expect(keypad()).toBeNull();
  expect(screen.getByRole("button", { name: "Hang up" })).toBeTruthy();
  vi.restoreAllMocks();
  await act(async () => {
    await talkScreen.want();
  });
  expect(keypad()).not.toBeNull();
});
