// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createFakePhone, fromCarol, ringing, talking } from "@/components/testing/fake-phone";
import { renderInApp } from "@/components/testing/render";
import type { PhoneState } from "@/lib/phone/model/types";
import { CallPanel } from "./call-panel";
import { WaitingCall } from "./incoming-dialog";
import { talkScreen } from "./talk-screen";

let broken: "illustration" | "controls" | null = null;

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }), usePathname: () => "/" }));
vi.mock("./call-illustration", () => ({
  CallIllustration() {
    if (broken === "illustration") throw new Error("A part of the screen fails");
    return null;
  },
}));
vi.mock("@/components/ui/round-button", () => ({
  RoundButton({ label }: { label: string }) {
    if (broken === "controls") throw new Error("A button fails");
    return <button type="button">{label}</button>;
  },
}));

beforeAll(() => talkScreen.want());

beforeEach(() => {
  broken = null;
  // React reports each error that a boundary caught.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

const dialing: PhoneState = {
  kind: "dialing",
  call: { ref: "to-bob", direction: "outgoing", peer: { name: "Bob", username: "bob" }, anonymous: false },
  stage: null,
  line: { kind: "up" },
};

test.each([
  ["a call that is dialled", dialing, ["Hang up"]],
  ["a call that rings", ringing(), ["Answer", "Decline"]],
  ["a talk", talking(), ["Mute", "Keypad", "Hang up"]],
] as const)("a failing part of the screen leaves the buttons of %s", (_, state, buttons) => {
  broken = "illustration";
  renderInApp(<CallPanel />, { phone: createFakePhone(state) });
  for (const name of buttons) expect(screen.getByRole("button", { name })).toBeTruthy();
  expect(screen.getByText("This part could not be shown.")).toBeTruthy();
  broken = null;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.queryByText("This part could not be shown.")).toBeNull();
});

test("when the buttons themselves fail there are plain ones, which work", () => {
  broken = "controls";
  const phone = createFakePhone(talking());
  renderInApp(<CallPanel />, { phone });
  fireEvent.click(screen.getByRole("button", { name: "Mute" }));
  expect(phone.setMuted).toHaveBeenCalledWith(true);
  fireEvent.click(screen.getByRole("button", { name: "Hang up" }));
  expect(phone.hangUp).toHaveBeenCalled();
  // The next screen is tried again.
  phone.show(dialing);
  expect(screen.getByRole("button", { name: "Hang up" })).toBeTruthy();
  phone.show(ringing());
  fireEvent.click(screen.getByRole("button", { name: "Answer" }));
  expect(phone.answer).toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Decline" }));
  expect(phone.decline).toHaveBeenCalled();
});

test("a waiting call keeps its buttons beside the talk", () => {
  broken = "controls";
  const phone = createFakePhone(talking({ waiting: fromCarol }));
  renderInApp(
    <>
      <CallPanel />
      <WaitingCall />
    </>,
    { phone },
  );
  fireEvent.click(screen.getAllByRole("button", { name: "End and answer" })[0] as HTMLElement);
  expect(phone.answerWaiting).toHaveBeenCalled();
});
