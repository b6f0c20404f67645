import { afterEach, expect, it, vi } from "vitest";
import type { DiagnosticsDeps } from "@/lib/phone/diagnostics/checks";
import { FakeClock } from "@/lib/phone/testing/fake-clock";
import { FakeApi, FakeMedia, FakePage } from "@/lib/phone/testing/fake-deps";
import { FakeNetwork } from "@/lib/phone/testing/fake-voice";
import { createChecks } from "./checks";
import { notRun, runSteps } from "./steps";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser and a server in which everything works. */
function lab() {
  const clock = new FakeClock();
  const api = new FakeApi(clock);
  const network = new FakeNetwork();
  const media = new FakeMedia();
  media.loudness = 0.5;
  const deps: DiagnosticsDeps = {
    clock,
    media,
    page: new FakePage(),
    loadVoice: network.load,
    token: () => api.token(),
    microphone: () => null,
    refreshDevices: async () => {},
    soundPermission: () => "free",
    tryToPlay: async () => {},
  };
  vi.stubGlobal("fetch", async () =>
    Response.json({ status: "ok", mode: "local", database: "ok", voice: "ok" }),
  );
  return { clock, api, network, deps };
}

async function run({ clock, deps }: ReturnType<typeof lab>) {
  let steps = notRun;
  const versions: string[] = [];
  const { signal } = new AbortController();
  const ignore = () => {};
  const checks = createChecks({
    deps,
    notifications: () => "granted",
    onHealth: ignore,
    onLevel: ignore,
    onSample: ignore,
    onVersion: (version) => versions.push(version),
    signal,
  });
  const done = runSteps(
    checks,
    (next) => {
      steps = next;
    },
    signal,
  );
  await clock.pass(60_000);
  await done;
  return { steps, versions };
}

it("reports a server that gives no token as the server's failure alone", async () => {
  const bench = lab();
  bench.api.refusal = { code: "server_unreachable", retryAfterMs: null };
  const { steps } = await run(bench);
  expect(steps).toMatchObject({
    browser: { status: "passed" },
    server: { status: "failed", code: "server_part", detail: "access" },
    microphone: { status: "passed" },
    sound: { status: "passed" },
    notifications: { status: "passed" },
    signalling: { status: "skipped" },
    media: { status: "skipped" },
  });
});

it("reports a refused registration as the voice service's failure alone, and the SDK's version", async () => {
  const bench = lab();
  bench.network.refusal = { code: "token_refused", sdkCode: 20101 };
  const { steps, versions } = await run(bench);
  expect(steps).toMatchObject({
    browser: { status: "passed" },
    server: { status: "passed" },
    microphone: { status: "passed" },
    signalling: { status: "failed", code: "token_refused", sdkCode: 20101 },
    media: { status: "skipped" },
  });
  expect(versions).toEqual([bench.network.version]);
});
