// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { openingElementId, phoneStatusId, type TokenResponse } from "@/lib/contracts";
import { pagePerson } from "@/lib/http/person";
import type { PhoneState } from "./model/types";
import { startEarly } from "./start-early";

const fake = vi.hoisted(() => {
  let state = { kind: "off" } as { kind: string };
  const listeners = new Set<() => void>();
  return {
    phone: {
      start: vi.fn(),
      getState: () => state,
      subscribe(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    loadVoiceSoon: vi.fn(),
    show(next: { kind: string }) {
      state = next;
      for (const listener of [...listeners]) listener();
    },
    reset() {
      state = { kind: "off" };
      listeners.clear();
    },
  };
});
vi.mock("./browser", () => ({ getPhone: () => fake.phone, loadVoiceSoon: fake.loadVoiceSoon }));

const token: TokenResponse = {
  token: "from the page",
  identity: "u_a_1",
  expiresAt: "2026-01-01T00:10:00.000Z",
  signaling: "ws://gateway",
};
const ready: PhoneState = { kind: "ready" };
const off: PhoneState = { kind: "failed", problem: { code: "signed_out", sdkCode: null } };

/** A page as the server makes it. */
function open(brought: TokenResponse | null = null): HTMLElement {
  const element = document.createElement("div");
  element.id = openingElementId;
  element.dataset.opening = JSON.stringify({ username: "ann", token: brought, ready: "Ready" });
  const status = document.createElement("p");
  status.id = phoneStatusId;
  status.textContent = "Offline, connecting…";
  document.body.append(element, status);
  return status;
}

beforeEach(() => {
  document.body.replaceChildren();
  fake.reset();
  fake.phone.start.mockReset();
  fake.loadVoiceSoon.mockReset();
});

test("a page that was made for nobody starts no phone", () => {
  startEarly();
  expect(fake.phone.start).not.toHaveBeenCalled();
  expect(pagePerson()).toBeNull();
});

test("the phone starts when it is known for whom the page is, as its requests say", () => {
  open();
  fake.phone.start.mockImplementation(() => expect(pagePerson()).toBe("ann"));
  startEarly();
  expect(fake.phone.start).toHaveBeenCalledOnce();
});

test("the SDK is loaded at once with the token of the page, and not without one", () => {
  open();
  startEarly();
  expect(fake.loadVoiceSoon).not.toHaveBeenCalled();
  document.body.replaceChildren();
  open(token);
  startEarly();
  expect(fake.loadVoiceSoon).toHaveBeenCalledExactlyOnceWith("ws://gateway");
});

test("the page says that the phone is ready before React does", async () => {
  const status = open();
  startEarly();
  fake.show({ kind: "starting" });
  await Promise.resolve();
  expect(status.textContent).toBe("Offline, connecting…");
  fake.show(ready);
  await vi.waitFor(() => expect(status.textContent).toBe("Ready"));
});

test("the page does not say that a phone is ready which is not", async () => {
  const status = open();
  startEarly();
  fake.show(off);
  // All that was set off has run by the next turn.
  await new Promise((resolve) => setTimeout(resolve));
  expect(status.textContent).toBe("Offline, connecting…");
});
