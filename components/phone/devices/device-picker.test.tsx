// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { renderInApp } from "@/components/testing/render";
import type { DeviceRole, DevicesState } from "@/lib/phone/model/types";
import { DevicePicker } from "./device-picker";

const all: DevicesState = {
  inputs: [
    { id: "default", label: "Default" },
    { id: "mic1", label: "Headset" },
  ],
  outputs: [
    { id: "default", label: "Default" },
    { id: "spk1", label: "" },
  ],
  input: "mic1",
  output: "default",
  ringer: null,
  canChooseOutput: true,
  notice: null,
};

function pick(which: DeviceRole, devices: Partial<DevicesState> = {}) {
  const phone = createFakePhone();
  const state = { ...all, ...devices };
  phone.devices.getState = () => state;
  renderInApp(<DevicePicker which={which} />, { phone });
  const select = screen.getByRole<HTMLSelectElement>("combobox");
  return {
    phone,
    select,
    choices: () => [...select.options].map(({ text }) => text),
    chosen: () => select.selectedOptions[0]?.text,
  };
}

describe("the device picker", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    new FakeServer();
  });

  it("offers the available devices and shows the chosen one", () => {
    const microphone = pick("input");
    expect(microphone.choices()).toEqual(["Default", "Headset"]);
    expect(microphone.chosen()).toBe("Headset");
    expect(microphone.select.labels?.[0]?.textContent).toBe("Microphone");
  });

  it("numbers devices that have no name yet", () => {
    expect(pick("output").choices()).toEqual(["Default", "Device 2"]);
  });

  it.each([
    ["input", "chooseInput", "default"],
    ["output", "chooseOutput", "spk1"],
    ["ringer", "chooseRinger", "spk1"],
  ] as const)("chooses the %s", (which, verb, id) => {
    const { phone, select } = pick(which);
    fireEvent.change(select, { target: { value: id } });
    for (const each of ["chooseInput", "chooseOutput", "chooseRinger"] as const) {
      expect(vi.mocked(phone.devices[each]).mock.calls).toEqual(each === verb ? [[id]] : []);
    }
  });

  it("shows the system's default if no device is chosen or the chosen one is gone", () => {
    expect(pick("input", { input: "gone" }).chosen()).toBe("Chosen by the system");
  });

  it("is disabled if there is no device to choose from", () => {
    const { select, chosen } = pick("input", { inputs: [], input: null });
    expect(select.disabled).toBe(true);
    expect(chosen()).toBe("None found");
  });

  it("shows a note if the browser cannot choose a speaker", () => {
    const { select } = pick("output", { canChooseOutput: false });
    expect(select.disabled).toBe(true);
    expect(screen.getByText(/plays sound where the system says/)).toBeTruthy();
  });
});
