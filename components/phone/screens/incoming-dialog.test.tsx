// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  createFakePhone,
  fromBob,
  fromCarol,
  fromGuest,
  ready,
  ringing,
  talking,
} from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import { ConfirmDialog } from "@/components/ui/dialog";
import type { PhoneState } from "@/lib/phone/model/types";
import { usePhoneState } from "../hooks/use-phone";
import { emitClick } from "../notifications/notification-clicks";
import { PhoneProvider } from "../phone-provider";
import { IncomingDialog, WaitingCall } from "./incoming-dialog";

const router = { push: vi.fn() };
vi.mock("next/navigation", () => ({ useRouter: () => router }));

/** Shows the dialog as long as a call rings, as the panel does. */
function Rings() {
  const state = usePhoneState();
  return state.kind === "incoming" && !state.answering ? <IncomingDialog state={state} /> : <WaitingCall />;
}

/** A page with fields, and a phone that is about to ring. */
function open(first: PhoneState = ready) {
  const phone = createFakePhone(first);
  phone.enableSound = vi.fn();
  renderInApp(
    <>
      <button type="button">People</button>
      <input aria-label="Search" />
      <input type="checkbox" aria-label="Anonymous" />
      <textarea aria-label="Note" />
      <div data-typing>
        <button type="button">Tone 1</button>
      </div>
      <Rings />
    </>,
    { phone },
  );
  return phone;
}

/** Lets a call ring, and the dialog take the focus, which it does in a turn of its own. */
async function ring(phone: ReturnType<typeof createFakePhone>, state: PhoneState) {
  phone.show(state);
  await pass(1);
}

const dialog = () => screen.getByRole("alertdialog", { name: "Incoming call" });
const button = (name: string) => screen.getByRole("button", { name });

beforeEach(() => {
  vi.useFakeTimers();
  new FakeServer();
});

describe.each([
  ["a call that rings", ready, ringing(fromCarol)],
  ["a call that waits", talking(), talking({ waiting: fromCarol })],
] as const)("%s", (_, before, rings) => {
  it("takes the focus, so that it is read out, and gives it to no button", async () => {
    const phone = open(before);
    button("People").focus();
    await ring(phone, rings);
    expect(document.activeElement).toBe(dialog());
    expect(document.getElementById(dialog().getAttribute("aria-describedby") ?? "")?.textContent).toMatch(
      /^Carolis calling/,
    );
  });

  it("gives the focus to the button that answers when the call's notification is clicked, and for no other click", async () => {
    const phone = open(before);
    await ring(phone, rings);
    const click = async (ref: string, action: "" | "decline" = "") => {
      emitClick({ type: "notification", action, ref });
      await pass();
    };
    await click("another call");
    await click("", "decline");
    expect(document.activeElement).toBe(dialog());
    await click(fromCarol.ref);
    expect(document.activeElement?.textContent).toMatch(/^(Answer|End and answer)$/);
  });

  it("shows the username, and whether the caller is new to the user", async () => {
    const phone = open(before);
    await ring(phone, rings);
    expect(dialog().textContent).toContain("@carol");
    expect(dialog().textContent).not.toContain("New caller");
    const stranger = { ...fromCarol, ref: "other", newCaller: true } as const;
    phone.show(before.kind === "ready" ? ringing(stranger) : talking({ waiting: stranger }));
    expect(dialog().textContent).toContain("New caller");
    expect(dialog().textContent).toContain("You have not called or talked with this person before.");
  });

  it("marks a guest, whose name could be anybody's", async () => {
    const phone = open(before);
    await ring(phone, rings);
    expect(dialog().textContent).not.toContain("Guest");
    phone.show(before.kind === "ready" ? ringing(fromGuest) : talking({ waiting: fromGuest }));
    expect(dialog().textContent).toMatch(/Carol.*Guest/);
    expect(dialog().textContent).toContain("Guests choose their name themselves.");
  });

  it.each([
    ["Search", "textbox"],
    ["Note", "textbox"],
    ["Tone 1", "button"],
  ])("leaves the focus where the user types: %s", async (name, role) => {
    const phone = open(before);
    const field = screen.getByRole(role, { name });
    field.focus();
    await ring(phone, rings);
    expect(dialog()).toBeTruthy();
    expect(document.activeElement).toBe(field);
  });

  it("takes the focus from a checkbox, where nobody types", async () => {
    const phone = open(before);
    screen.getByRole("checkbox").focus();
    await ring(phone, rings);
    expect(document.activeElement).toBe(dialog());
  });

  it("leads Tab to Decline, then to the answer", async () => {
    const phone = open(before);
    await ring(phone, rings);
    const stops = [...dialog().querySelectorAll<HTMLElement>("button, a, input, [tabindex]")];
    expect(stops.map(({ textContent, tabIndex }) => [textContent, tabIndex])).toEqual([
      ["Decline", 0],
      [before.kind === "ready" ? "Answer" : "End and answer", 0],
    ]);
  });

  it.each(["Escape", "Enter", " "])("does nothing for the key %j that reaches it by chance", async (key) => {
    const phone = open(before);
    await ring(phone, rings);
    expect(fireEvent.keyDown(dialog(), { key })).toBe(true);
    fireEvent.keyUp(dialog(), { key });
    for (const verb of ["answer", "decline", "answerWaiting", "declineWaiting", "hangUp"] as const) {
      expect(phone[verb]).not.toHaveBeenCalled();
    }
  });

  it("gives the focus back when it is over", async () => {
    const phone = open(before);
    button("People").focus();
    await ring(phone, rings);
    phone.show(before);
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(document.activeElement).toBe(button("People"));
  });

  it("gives the focus back, too, when its own button had it", async () => {
    const phone = open(before);
    button("People").focus();
    await ring(phone, rings);
    button("Decline").focus();
    phone.show(before);
    expect(document.activeElement).toBe(button("People"));
  });

  it("leaves the focus where the user has moved it meanwhile", async () => {
    const phone = open(before);
    button("People").focus();
    await ring(phone, rings);
    screen.getByRole("textbox", { name: "Search" }).focus();
    phone.show(before);
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Search" }));
  });

  it("does not give the focus back when it is answered, because the call takes it", async () => {
    const phone = open(before);
    button("People").focus();
    await ring(phone, rings);
    phone.show(talking({ call: fromCarol }));
    expect(document.activeElement).not.toBe(button("People"));
  });
});

it("gives the focus back to the page after one call replaced another", async () => {
  const phone = open();
  button("People").focus();
  await ring(phone, ringing(fromBob));
  await ring(phone, ringing(fromCarol));
  phone.show(ready);
  expect(document.activeElement).toBe(button("People"));
});

describe("the buttons", () => {
  it("answer and decline a call that rings", () => {
    const phone = open(ringing(fromBob));
    fireEvent.click(button("Answer"));
    expect(phone.answer).toHaveBeenCalledOnce();
    fireEvent.click(button("Decline"));
    expect(phone.decline).toHaveBeenCalledOnce();
    expect(phone.answerWaiting).not.toHaveBeenCalled();
  });

  it("answer and decline a call that waits, and leave the present one to the phone", () => {
    const phone = open(talking({ waiting: fromCarol }));
    fireEvent.click(button("End and answer"));
    expect(phone.answerWaiting).toHaveBeenCalledOnce();
    fireEvent.click(button("Decline"));
    expect(phone.declineWaiting).toHaveBeenCalledOnce();
    expect(phone.answer).not.toHaveBeenCalled();
    expect(phone.hangUp).not.toHaveBeenCalled();
  });
});

describe("the trouble with a call that rings", () => {
  const bob = ringing(fromBob) as Extract<PhoneState, { answering: false }>;

  it("is that the ringtone is held back, which a button solves", () => {
    const phone = open({ ...bob, soundBlocked: true });
    fireEvent.click(button("Enable sound"));
    expect(phone.enableSound).toHaveBeenCalledOnce();
    // The button leaves with its notice, so the dialog has the focus again.
    expect(document.activeElement).toBe(dialog());
  });

  it("is that the microphone would not open, which matters more", () => {
    open({ ...bob, soundBlocked: true, problem: { code: "mic_busy", sdkCode: null } });
    expect(dialog().textContent).toMatch(/The microphone is in use/);
    expect(screen.queryByRole("button", { name: "Enable sound" })).toBeNull();
  });
});

it("an open dialog of a page steps aside while a call rings, and comes back afterwards", async () => {
  const phone = createFakePhone(ready);
  renderInApp(
    <PhoneProvider phone={phone}>
      <ConfirmDialog
        open
        onOpenChange={() => {}}
        title="Remove Bob?"
        lead=""
        action="Remove"
        onConfirm={() => {}}
        returnTo={{ current: null }}
      />
      <Rings />
    </PhoneProvider>,
    { phone },
  );
  await vi.dynamicImportSettled();
  await pass();
  expect(screen.getByRole("alertdialog", { name: "Remove Bob?" })).toBeTruthy();
  phone.show(ringing(fromBob));
  await pass();
  expect(screen.getAllByRole("alertdialog")).toEqual([dialog()]);
  expect(document.activeElement).toBe(dialog());
  phone.show(ready);
  await pass();
  expect(screen.getByRole("alertdialog", { name: "Remove Bob?" })).toBeTruthy();
});
