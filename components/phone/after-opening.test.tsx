// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { useState } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFakePhone, type FakePhone } from "@/components/testing/fake-phone";
import { AfterOpening } from "./after-opening";
import { openingLimitMs } from "./opening-wait";

const tab = vi.hoisted(() => ({ getPhone: vi.fn() }));
vi.mock("@/lib/phone/browser", () => ({ getPhone: tab.getPhone }));
vi.mock("@/lib/phone/start-early", () => ({ startEarly: () => {} }));

/** Counts clicks, so that one which is heard shows. */
function Counter() {
  const [clicks, setClicks] = useState(0);
  return (
    <button type="button" onClick={() => setClicks(clicks + 1)}>
      {clicks}
    </button>
  );
}

let phone: FakePhone;
let container: HTMLElement;
let root: Root | null = null;

/** The page as the server sends it, with React's first look at it. */
async function open(): Promise<void> {
  const page = (
    <main>
      <AfterOpening>
        <Counter />
      </AfterOpening>
    </main>
  );
  vi.stubGlobal("window", undefined);
  container.innerHTML = renderToString(page);
  vi.unstubAllGlobals();
  await act(async () => {
    root = hydrateRoot(container, page, { onRecoverableError: (error) => expect.fail(String(error)) });
  });
}

/** Whether React has taken the button over: it then keeps its properties at the element. */
function isTakenOver(): boolean {
  return Object.keys(button()).some((key) => key.startsWith("__reactProps"));
}

function button(): HTMLButtonElement {
  const found = container.querySelector("button");
  if (!found) throw new Error("The page has no button.");
  return found;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  phone = createFakePhone({ kind: "starting" });
  tab.getPhone.mockReset().mockImplementation(() => phone);
  container = document.body.appendChild(document.createElement("div"));
});

afterEach(async () => {
  vi.useRealTimers();
  await act(async () => root?.unmount());
  container.remove();
});

test("what the server rendered is shown while the phone starts, and taken over when it has opened", async () => {
  await open();
  expect(container.innerHTML).toContain("<button");
  expect(isTakenOver()).toBe(false);
  const rendered = button();
  await act(async () => phone.show({ kind: "ready" }));
  expect(isTakenOver()).toBe(true);
  expect(button()).toBe(rendered);
});

test("a phone that has opened before is not waited for", async () => {
  phone.show({ kind: "ready" });
  await open();
  expect(isTakenOver()).toBe(true);
});

test("the first click is heard, though the phone still starts", async () => {
  await open();
  await act(async () => button().click());
  expect(container.textContent).toBe("1");
});

test("a press begins what its click ends", async () => {
  await open();
  await act(async () => {
    button().dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  });
  expect(isTakenOver()).toBe(true);
});

test("a phone that does not open is waited for only so long", async () => {
  await open();
  await act(async () => vi.advanceTimersByTime(openingLimitMs - 1));
  expect(isTakenOver()).toBe(false);
  await act(async () => vi.advanceTimersByTime(1));
  expect(isTakenOver()).toBe(true);
});
