// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, ended, fromCarol, ready, ringing, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import type { PhoneState } from "@/lib/phone/model/types";
import { usePhoneState } from "../hooks/use-phone";
import { MiniWindow, MiniWindowButton, miniCall } from "./mini-window";

/** A window of its own, as the browser opens it. */
class FakeWindow extends EventTarget {
  readonly document = document.implementation.createHTMLDocument();
  readonly close = vi.fn();

  constructor() {
    super();
    // Testing Library asks the window of an element for its styles.
    Object.defineProperty(this.document, "defaultView", { value: window });
  }
}

function Call() {
  return (
    <MiniWindow state={usePhoneState()}>
      <MiniWindowButton />
    </MiniWindow>
  );
}

describe("the small window", () => {
  const requestWindow = vi.fn<() => Promise<FakeWindow>>();
  let mini: FakeWindow;

  beforeAll(() => miniCall.want());

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    new FakeServer();
    mini = new FakeWindow();
    requestWindow.mockReset().mockResolvedValue(mini);
    vi.stubGlobal("documentPictureInPicture", { requestWindow });
  });

  afterEach(() => {
    document.documentElement.lang = "";
    document.head.replaceChildren();
  });

  const button = () => screen.getByRole("button", { name: "Small window" });
  const isOpen = () => button().getAttribute("aria-pressed") === "true";
  const inside = () => within(mini.document.body);

  function show(state: PhoneState = talking()) {
    const phone = createFakePhone(state);
    return { phone, ...renderInApp(<Call />, { phone }) };
  }

  async function open(state?: PhoneState) {
    const shown = show(state);
    fireEvent.click(button());
    await pass();
    return shown;
  }

  it("is offered only where the browser has such windows", () => {
    vi.stubGlobal("documentPictureInPicture", undefined);
    show();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("shows the call with the page's language and styles", async () => {
    document.documentElement.lang = "ja";
    document.head.append(Object.assign(document.createElement("style"), { textContent: "p {}" }));
    await open();
    expect(isOpen()).toBe(true);
    expect(inside().getByRole("heading").textContent).toBe("Bob");
    expect(mini.document.title).toBe("Small window");
    expect(mini.document.documentElement.lang).toBe("ja");
    expect(mini.document.querySelector("style")?.textContent).toBe("p {}");
  });

  it("mutes and hangs up", async () => {
    const { phone } = await open();
    fireEvent.click(inside().getByRole("button", { name: "Mute" }));
    expect(phone.setMuted).toHaveBeenCalledExactlyOnceWith(true);
    fireEvent.click(inside().getByRole("button", { name: "Hang up" }));
    expect(phone.hangUp).toHaveBeenCalledOnce();
  });

  it("answers and declines a waiting call", async () => {
    const { phone } = await open(talking({ waiting: fromCarol }));
    expect(inside().getByText("Carol is calling")).toBeTruthy();
    fireEvent.click(inside().getByRole("button", { name: "Decline" }));
    expect(phone.declineWaiting).toHaveBeenCalledOnce();
    fireEvent.click(inside().getByRole("button", { name: "End and answer" }));
    expect(phone.answerWaiting).toHaveBeenCalledOnce();
  });

  it("closes by the button that opened it, and opens again", async () => {
    await open();
    fireEvent.click(button());
    expect(mini.close).toHaveBeenCalledOnce();
    expect(isOpen()).toBe(false);
    mini = new FakeWindow();
    requestWindow.mockResolvedValue(mini);
    fireEvent.click(button());
    await pass();
    expect(inside().getByRole("heading").textContent).toBe("Bob");
  });

  it("is no longer open after its user has closed it", async () => {
    await open();
    act(() => void mini.dispatchEvent(new Event("pagehide")));
    expect(isOpen()).toBe(false);
  });

  it("stays open when a waiting call is answered", async () => {
    const { phone } = await open(talking({ waiting: fromCarol }));
    phone.show({ ...ringing(fromCarol), answering: true } as PhoneState);
    phone.show(talking({ call: fromCarol }));
    expect(mini.close).not.toHaveBeenCalled();
    expect(inside().getByRole("heading").textContent).toBe("Carol");
  });

  it("closes when the call is over", async () => {
    const { phone } = await open();
    phone.show(ended("completed"));
    expect(mini.close).toHaveBeenCalledOnce();
    expect(isOpen()).toBe(false);
  });

  it("closes at once if the call was over before it opened", async () => {
    let opened = (_: FakeWindow) => {};
    requestWindow.mockReturnValue(
      new Promise((resolve) => {
        opened = resolve;
      }),
    );
    const { phone } = await open();
    phone.show(ready);
    opened(mini);
    await pass();
    expect(mini.close).toHaveBeenCalledOnce();
    expect(mini.document.body.textContent).toBe("");
    expect(isOpen()).toBe(false);
  });

  it("closes with the page", async () => {
    const { unmount } = await open();
    unmount();
    expect(mini.close).toHaveBeenCalledOnce();
  });

  it("stays closed when the browser refuses it", async () => {
    requestWindow.mockRejectedValue(new DOMException("no click", "NotAllowedError"));
    await open();
    expect(isOpen()).toBe(false);
  });
});
