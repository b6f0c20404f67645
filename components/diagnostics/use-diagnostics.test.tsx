// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { renderHookInApp } from "@/components/testing/render";
import type { DiagnosticsDeps } from "@/lib/phone/diagnostics/checks";
import { FakeClock, settle } from "@/lib/phone/testing/fake-clock";
import { FakeApi, FakeMedia, FakePage } from "@/lib/phone/testing/fake-deps";
import { FakeNetwork } from "@/lib/phone/testing/fake-voice";
import { notRun } from "./steps";
import { useDiagnostics } from "./use-diagnostics";

const browser = vi.hoisted(() => ({ deps: null as unknown }));
vi.mock("@/lib/phone/browser", () => ({ getDiagnosticsDeps: () => browser.deps }));

const health = { status: "ok", mode: "local", database: "ok", voice: "ok" } as const;
const setup = {
  ok: true,
  mode: "local",
  checkedAt: "2026-01-01T00:00:00.000Z",
  checks: [{ id: "node", status: "ok", problem: null, number: null }],
} as const;
const sample = { mos: 4.3, rttMs: 20, jitterMs: 1, lossFraction: 0, receives: true };
/** How long the microphone is listened to, and the test call is measured. */
const [listening, measuring] = [2_000, 15_000];

describe("the diagnostics", () => {
  let clock: FakeClock;
  let media: FakeMedia;
  let network: FakeNetwork;
  let server: FakeServer;

  beforeEach(() => {
    clock = new FakeClock();
    media = new FakeMedia();
    media.loudness = 0.5;
    network = new FakeNetwork();
    server = new FakeServer();
    server.answer("GET /api/health", health);
    server.answer("GET /api/diagnostics", setup);
    const api = new FakeApi(clock);
    browser.deps = {
      clock,
      media,
      page: new FakePage(),
      loadVoice: network.load,
      token: () => api.token(),
      microphone: () => null,
      refreshDevices: async () => {},
      soundPermission: () => "free",
      tryToPlay: async () => {},
    } satisfies DiagnosticsDeps;
  });

  function open() {
    const meter = document.createElement("div");
    const { result, unmount } = renderHookInApp(() => useDiagnostics({ current: meter }));
    return {
      get now() {
        return result.current;
      },
      unmount,
      level: () => meter.getAttribute("aria-valuenow"),
      run: () =>
        act(async () => {
          void result.current.run();
          await settle();
        }),
    };
  }
  const passTime = (ms: number) => act(() => clock.pass(ms));
  const measure = (test = network.preflights.at(-1)) => act(() => test?.emit("sample", sample));

  it("begin only when they are asked for", async () => {
    const page = open();
    await passTime(60_000);
    expect(page.now).toMatchObject({ progress: "idle", steps: notRun, samples: [], health: null });
    expect(server.count("GET /api/health")).toBe(0);
    expect(media.asked).toEqual([]);
  });

  it("run each check in turn, and show what each measures", async () => {
    const page = open();
    await page.run();
    expect(page.now).toMatchObject({
      progress: "running",
      health,
      steps: {
        browser: { status: "passed" },
        server: { status: "passed" },
        microphone: { status: "running" },
        media: { status: "waiting" },
      },
    });
    await passTime(listening);
    expect(page.level()).toBe("0.50");
    expect(page.now).toMatchObject({
      progress: "running",
      sdkVersion: network.version,
      steps: {
        microphone: { status: "passed" },
        signalling: { status: "passed" },
        media: { status: "running" },
      },
    });
    await measure();
    await measure();
    expect(page.now.samples).toMatchObject([{ mos: 4.3 }, { mos: 4.3 }]);
    await passTime(measuring);
    expect(page.now).toMatchObject({ progress: "done", steps: { media: { status: "passed" } } });
  });

  it("ask the server for its own checks at the same time, and are done when it has answered", async () => {
    const answer = server.hold("GET /api/diagnostics");
    const page = open();
    expect(page.now.setup).toBe("not asked");
    await page.run();
    expect(page.now.setup).toBe("asking");
    await passTime(listening);
    await measure();
    await passTime(measuring);
    expect(page.now).toMatchObject({ progress: "running", steps: { media: { status: "passed" } } });
    answer(setup);
    await act(settle);
    expect(page.now).toMatchObject({ progress: "done", setup });
  });

  it.each([
    ["refuses", () => server.refuse("GET /api/diagnostics", "unavailable", 503)],
    ["answers something else", () => server.answer("GET /api/diagnostics", { ok: true })],
    ["cannot be reached", () => server.disconnect("GET /api/diagnostics")],
  ])("end all the same if the server %s when it is asked for its own checks", async (_what, fault) => {
    fault();
    const page = open();
    await page.run();
    await passTime(listening);
    await measure();
    await passTime(measuring);
    expect(page.now).toMatchObject({ progress: "done", setup: "unread" });
  });

  it("forget the measurements of the run before when they run again", async () => {
    const page = open();
    await page.run();
    await passTime(listening);
    await measure();
    await passTime(measuring);
    expect(page.now.progress).toBe("done");
    server.hold("GET /api/health");
    await page.run();
    expect(page.now).toMatchObject({
      progress: "running",
      samples: [],
      health: null,
      steps: { server: { status: "running" }, microphone: { status: "waiting" } },
    });
  });

  it("end the run before when they run again", async () => {
    const page = open();
    await page.run();
    await passTime(listening);
    const [first] = network.preflights;
    await measure(first);
    await page.run();
    expect(first?.stopped).toBe(true);
    // The end of the first run is not the end of the second one.
    expect(page.now).toMatchObject({
      progress: "running",
      samples: [],
      steps: { microphone: { status: "running" }, media: { status: "waiting" } },
    });
    await passTime(listening);
    expect(network.preflights).toHaveLength(2);
    await measure();
    await passTime(measuring);
    expect(page.now.progress).toBe("done");
    expect(page.now.samples).toHaveLength(1);
  });

  it("end the test call when the page is left", async () => {
    const page = open();
    await page.run();
    await passTime(listening);
    page.unmount();
    await settle();
    expect(network.preflights.map(({ stopped }) => stopped)).toEqual([true]);
    expect(network.liveDevices).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("begin no further check after the page is left, and close the microphone", async () => {
    const page = open();
    await page.run();
    expect(media.open).toBe(1);
    page.unmount();
    await clock.pass(60_000);
    expect(media.open).toBe(0);
    expect(network.devices).toEqual([]);
  });

  it("open no microphone when the server answers only after the page is left", async () => {
    const answer = server.hold("GET /api/health");
    const page = open();
    await page.run();
    page.unmount();
    answer(health);
    await clock.pass(60_000);
    expect(media.asked).toEqual([]);
  });
});
