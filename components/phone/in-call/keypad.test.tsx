// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { renderInApp } from "@/components/testing/render";
import { Keypad } from "./keypad";

function open() {
  const phone = createFakePhone(talking());
  const onClose = vi.fn();
  renderInApp(<Keypad onClose={onClose} />, { phone });
  const pad = screen.getByRole("group", { name: "Tones" });
  return {
    onClose,
    pad,
    /** Whether the page left the key to the browser. */
    press: (key: string, held: object = {}) => fireEvent.keyDown(pad, { key, ...held }),
    sent: () => vi.mocked(phone.sendDigits).mock.calls.flat().join(""),
    shown: () => screen.getByRole("status").textContent,
  };
}

describe("the keypad", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    new FakeServer();
  });

  it("sends each key that is clicked, and shows the keys it sent", () => {
    const { sent, shown } = open();
    for (const key of ["1", "0", "*", "#"])
      fireEvent.click(screen.getByRole("button", { name: `Tone ${key}` }));
    expect(sent()).toBe("10*#");
    expect(shown()).toBe("10*#");
  });

  it("takes keyboard input as soon as it is open, and sends typed keys", () => {
    const { pad, press, sent } = open();
    expect(document.activeElement).toBe(pad);
    for (const key of ["4", "2", "#"]) expect(press(key)).toBe(false);
    expect(sent()).toBe("42#");
  });

  it("ignores keys that are not tones, and the browser's shortcuts", () => {
    const { press, sent, onClose } = open();
    for (const key of ["a", "Tab", "F5", "12"]) expect(press(key)).toBe(true);
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      expect(press("1", held)).toBe(true);
    }
    expect(sent()).toBe("");
    expect(onClose).not.toHaveBeenCalled();
  });

  it("leaves keys to an input method that composes a text", () => {
    const { press, sent, onClose } = open();
    for (const key of ["1", "Escape"]) {
      expect(press(key, { isComposing: true })).toBe(true);
      expect(press(key, { keyCode: 229 })).toBe(true);
    }
    expect(sent()).toBe("");
    expect(onClose).not.toHaveBeenCalled();
  });

  it("closes with Escape", () => {
    const { press, onClose } = open();
    press("Escape");
    expect(onClose).toHaveBeenCalledOnce();
  });
});
