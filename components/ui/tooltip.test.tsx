// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { IconButton } from "./icon-button";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const shown = (label: string) => screen.queryByText(label) !== null;

function show(onClick = () => {}) {
  render(
    <>
      <IconButton label="Mute" onClick={onClick} />
      <IconButton label="Keypad" />
    </>,
  );
  return { mute: screen.getByLabelText("Mute"), keypad: screen.getByLabelText("Keypad") };
}

const move = (element: HTMLElement, pointerType = "mouse") =>
  act(() => {
    element.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerType }));
  });
const leave = (element: HTMLElement) => fireEvent.pointerOut(element);

test("a pointer that rests on an icon shows what it means, and hides it when it leaves", () => {
  // The time since an earlier tooltip, of another test, counts too.
  vi.advanceTimersByTime(1_000);
  const { mute } = show();
  move(mute);
  pass(399);
  expect(shown("Mute")).toBe(false);
  pass(1);
  expect(shown("Mute")).toBe(true);
  expect(screen.getByText("Mute").parentElement?.getAttribute("aria-hidden")).toBe("true");
  leave(mute);
  expect(shown("Mute")).toBe(false);
});

test("the next one shows at once, in place of the first", () => {
  const { mute, keypad } = show();
  act(() => mute.focus());
  expect(shown("Mute")).toBe(true);
  act(() => keypad.focus());
  expect([shown("Mute"), shown("Keypad")]).toEqual([false, true]);
});

test("a press hides it, and neither the focus nor the click of the press shows it again", () => {
  const onClick = vi.fn();
  const { mute } = show(onClick);
  move(mute);
  pass(400);
  fireEvent.pointerDown(mute);
  act(() => mute.focus());
  fireEvent.click(mute);
  pass(1_000);
  expect(shown("Mute")).toBe(false);
  expect(onClick).toHaveBeenCalledOnce();
});

test("Escape and scrolling hide it", () => {
  const { mute } = show();
  act(() => mute.focus());
  fireEvent.keyDown(document, { key: "Escape" });
  expect(shown("Mute")).toBe(false);
  act(() => mute.blur());
  act(() => mute.focus());
  fireEvent.scroll(document);
  expect(shown("Mute")).toBe(false);
});

test("a finger shows none", () => {
  const { mute } = show();
  move(mute, "touch");
  pass(1_000);
  expect(shown("Mute")).toBe(false);
});
