// @vitest-environment happy-dom
import { act, fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import type { DevicesState, InputWatch, Problem } from "@/lib/phone/model/types";
import { SoundSettings } from "./sound-settings";

const denied: Problem = { code: "mic_denied", sdkCode: null };

const named: DevicesState = {
  inputs: [
    { id: "default", label: "Default" },
    { id: "mic1", label: "Headset" },
  ],
  outputs: [{ id: "default", label: "Default" }],
  input: "default",
  output: "default",
  ringer: "default",
  canChooseOutput: true,
  notice: null,
};
const nameless: DevicesState = { ...named, inputs: [{ id: "default", label: "" }] };

/** A microphone that is being measured. */
interface Watched {
  onLevel: (level: number) => void;
  stop: () => void;
}

describe("the settings of sound", () => {
  let watched: Watched[];
  /** Why the microphone cannot be measured. */
  let problem: Problem | null;
  /** A microphone is opened only when this resolves, as after a permission prompt. */
  let prompt: Promise<void>;

  beforeEach(() => {
    vi.useFakeTimers();
    new FakeServer();
    watched = [];
    problem = null;
    prompt = Promise.resolve();
  });

  /** Those that still measure. StrictMode ends one of them at once. */
  const open = () => watched.filter(({ stop }) => vi.mocked(stop).mock.calls.length === 0);

  function show(first: DevicesState) {
    let state = first;
    const listeners = new Set<() => void>();
    const phone = createFakePhone();
    const devices = {
      ...phone.devices,
      getState: () => state,
      subscribe(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      test: vi.fn(async () => undefined),
      requestAccess: vi.fn(async (): Promise<Problem | null> => null),
      async watchInput(onLevel: (level: number) => void): Promise<InputWatch> {
        const one = { onLevel, stop: vi.fn() };
        watched.push(one);
        const watch = { problem, stop: one.stop };
        await prompt;
        return watch;
      },
    };
    const { unmount } = renderInApp(<SoundSettings />, { phone: { ...phone, devices } });
    return {
      devices,
      unmount,
      become(next: DevicesState) {
        state = next;
        act(() => {
          for (const listener of listeners) listener();
        });
      },
    };
  }

  const button = (name: string) => screen.getByRole("button", { name });
  async function click(name: string) {
    fireEvent.click(button(name));
    await pass();
  }
  const meter = () => screen.queryByRole("meter", { name: "Microphone level" });

  it.each([
    ["Test speaker", "output"],
    ["Test ringtone", "ringer"],
  ])("%s plays a sound there", async (name, which) => {
    const { devices } = show(named);
    await click(name);
    expect(devices.test).toHaveBeenCalledExactlyOnceWith(which);
  });

  describe("while the devices have no names", () => {
    it("ask for the microphone, once at a time", async () => {
      const { devices } = show(nameless);
      let grant = (_: Problem | null) => {};
      devices.requestAccess.mockReturnValue(
        new Promise((resolve) => {
          grant = resolve;
        }),
      );
      await click("Allow the microphone");
      await click("Allow the microphone");
      expect(devices.requestAccess).toHaveBeenCalledOnce();
      expect(button("Allow the microphone").getAttribute("aria-busy")).toBe("true");
      grant(null);
      await pass();
      expect(button("Allow the microphone").getAttribute("aria-busy")).toBe("false");
    });

    it("show why the microphone was refused", async () => {
      const { devices } = show(nameless);
      devices.requestAccess.mockResolvedValue(denied);
      await click("Allow the microphone");
      expect(screen.getByText(/^The microphone is not allowed\./)).toBeTruthy();
    });

    it("hand the focus of the button to the section when the names are known", () => {
      const { become } = show(nameless);
      button("Allow the microphone").focus();
      become(named);
      expect(screen.queryByRole("button", { name: "Allow the microphone" })).toBeNull();
      expect(document.activeElement).toBe(screen.getByRole("region", { name: "Microphone and sound" }));
    });
  });

  describe("the check of the microphone", () => {
    it("opens no microphone before it is asked for", async () => {
      show(named);
      await pass();
      expect(watched).toEqual([]);
      expect(meter()).toBeNull();
    });

    it("shows the level until it is stopped", async () => {
      show(named);
      await click("Check microphone");
      expect(open()).toHaveLength(1);
      open()[0]?.onLevel(0.4);
      expect(meter()?.getAttribute("aria-valuenow")).toBe("0.40");
      await click("Stop");
      expect(open()).toEqual([]);
      expect(meter()).toBeNull();
    });

    it("ends when the page is left", async () => {
      const { unmount } = show(named);
      await click("Check microphone");
      unmount();
      await pass();
      expect(open()).toEqual([]);
    });

    it("begins with the new microphone when another one is chosen", async () => {
      const { become } = show(named);
      await click("Check microphone");
      const [before] = open();
      become({ ...named, input: "mic1" });
      await pass();
      expect(before?.stop).toHaveBeenCalledOnce();
      expect(open()).toHaveLength(1);
    });

    it("shows in place of the level why there is none, and forgets that with the next check", async () => {
      problem = denied;
      show(named);
      await click("Check microphone");
      expect(screen.getByText(/^The microphone is not allowed\./)).toBeTruthy();
      expect(meter()).toBeNull();
      await click("Stop");
      expect(screen.queryByText(/^The microphone is not allowed\./)).toBeNull();
      problem = null;
      fireEvent.click(button("Check microphone"));
      expect(screen.queryByText(/^The microphone is not allowed\./)).toBeNull();
      await pass();
      expect(meter()).toBeTruthy();
    });

    it("does not show that the microphone before is refused when another one is measured", async () => {
      const { become } = show(named);
      problem = denied;
      let refuse = () => {};
      prompt = new Promise((resolve) => {
        refuse = resolve;
      });
      await click("Check microphone");
      problem = null;
      prompt = Promise.resolve();
      become({ ...named, input: "mic1" });
      await pass();
      refuse();
      await pass();
      expect(meter()).toBeTruthy();
      expect(open()).toHaveLength(1);
    });
  });
});
