// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { renderInApp } from "@/components/testing/render";
import type { Phone } from "@/lib/phone/model/types";
import { LevelMeters, showLevel } from "./level-meter";

type OnLevels = Parameters<Phone["watchLevels"]>[0];

describe("the level meters of a call", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    new FakeServer();
  });

  function open() {
    const watching = new Set<OnLevels>();
    const phone = createFakePhone(talking());
    phone.watchLevels = (onLevels) => {
      watching.add(onLevels);
      return () => watching.delete(onLevels);
    };
    const peer = { name: "Bob", username: "bob" };
    const { unmount } = renderInApp(<LevelMeters peer={peer} muted={false} />, { phone });
    return {
      watching,
      unmount,
      hear(input: number, output: number) {
        for (const onLevels of watching) onLevels({ input, output });
      },
    };
  }

  /** The level that is read out, and the length of the bar. */
  function shown(label: string) {
    const meter = screen.getByRole("meter", { name: label });
    return [meter.getAttribute("aria-valuenow"), meter.querySelector("span")?.style.transform];
  }

  it("show both voices, each in its own meter", () => {
    const { hear } = open();
    expect(shown("Your microphone")[0]).toBe("0");
    hear(0.25, 0.756);
    expect(shown("Your microphone")).toEqual(["0.25", "scaleX(0.25)"]);
    expect(shown("Sound from Bob")).toEqual(["0.76", "scaleX(0.76)"]);
    hear(0, 0.5);
    expect(shown("Your microphone")).toEqual(["0.00", "scaleX(0.00)"]);
    expect(shown("Sound from Bob")).toEqual(["0.50", "scaleX(0.50)"]);
  });

  it("stay between nothing and full", () => {
    const { hear } = open();
    hear(-0.5, 1.5);
    expect(shown("Your microphone")).toEqual(["0.00", "scaleX(0.00)"]);
    expect(shown("Sound from Bob")).toEqual(["1.00", "scaleX(1.00)"]);
  });

  it("watch the levels once, and only as long as they are shown", () => {
    const { watching, unmount } = open();
    expect(watching.size).toBe(1);
    unmount();
    expect(watching.size).toBe(0);
  });

  it("ignore a level that comes when there is no meter", () => {
    expect(() => showLevel(null, 0.5)).not.toThrow();
  });
});
