import { describe, expect, test } from "vitest";
import { makeProblem } from "../model/problems";
import { FakeClock } from "../testing/fake-clock";
import { FakeApi, FakeMedia, FakePage, settle } from "../testing/fake-deps";
import { FakeNetwork } from "../testing/fake-voice";
import {
  checkBrowser,
  checkMicrophone,
  checkServer,
  checkSignalling,
  checkSound,
  type DiagnosticsDeps,
} from "./checks";
import { runPreflight } from "./preflight";

function lab() {
  const clock = new FakeClock();
  const api = new FakeApi(clock);
  const network = new FakeNetwork();
  const media = new FakeMedia();
  const page = new FakePage();
  const deps: DiagnosticsDeps = {
    clock,
    media,
    page,
    loadVoice: network.load,
    token: () => api.token(),
    microphone: () => null,
    refreshDevices: async () => {},
    soundPermission: () => "free",
    tryToPlay: async () => {},
  };
  return { clock, api, network, media, page, deps };
}

test("the browser's check does not depend on the server", async () => {
  const { deps, page, api, network } = lab();
  api.refusal = { code: "server_unreachable", retryAfterMs: null };
  network.loadable = false;
  expect(await checkBrowser(deps)).toMatchObject({ ok: true });
  page.unfit = "unsupported_browser";
  expect(await checkBrowser(deps)).toEqual({ ok: false, problem: makeProblem("unsupported_browser") });
  page.unfit = "insecure_page";
  expect(await checkBrowser(deps)).toEqual({ ok: false, problem: makeProblem("insecure_page") });
});

test("the server's check passes, or gives the reason of a refusal", async () => {
  const { deps, api } = lab();
  expect(await checkServer(deps)).toMatchObject({ ok: true });
  api.refusal = { code: "signed_out", retryAfterMs: null };
  expect(await checkServer(deps)).toEqual({ ok: false, problem: makeProblem("signed_out") });
});

describe("the microphone's check", () => {
  test.each([
    [0.5, { ok: true, detail: "50 %" }],
    [0, { ok: false, problem: { code: "mic_silent", sdkCode: null } }],
  ])("measures the level %f", async (loudness, answer) => {
    const { deps, media, clock } = lab();
    media.loudness = loudness;
    const levels: number[] = [];
    const check = checkMicrophone(deps, (level) => levels.push(level));
    await clock.pass(2_000);
    expect(await check).toEqual(answer);
    expect(levels.length).toBeGreaterThan(10);
    expect([media.open, media.meters, clock.pending]).toEqual([0, 0, 0]);
  });
  test("opens the microphone that was chosen for calls", async () => {
    const { deps, media, clock } = lab();
    const check = checkMicrophone({ ...deps, microphone: () => "mic1" });
    await clock.pass(2_000);
    await check;
    expect(media.asked).toEqual([{ audio: { deviceId: { exact: "mic1" } } }]);
  });
  test("releases a microphone that the browser cannot measure, and says so", async () => {
    const { deps, media, clock } = lab();
    media.unmeasurable = true;
    expect(await checkMicrophone(deps)).toEqual({ ok: false, problem: makeProblem("mic_unmeasured") });
    expect([media.open, clock.pending]).toEqual([0, 0]);
  });
  test("opens another microphone when that of calls is gone, and reads the list of devices again", async () => {
    const { deps, media, clock } = lab();
    media.loudness = 0.5;
    let id: string | null = "gone";
    const refreshDevices = async () => {
      id = "mic1";
    };
    const check = checkMicrophone({ ...deps, microphone: () => id, refreshDevices });
    await clock.pass(2_000);
    expect(await check).toMatchObject({ ok: true });
    expect(media.asked.at(-1)).toEqual({ audio: { deviceId: { exact: "mic1" } } });
  });
  test("fails when permission is denied, also while the server is down", async () => {
    const { deps, media, api } = lab();
    api.refusal = { code: "server_unreachable", retryAfterMs: null };
    media.refusal = "NotAllowedError";
    expect(await checkMicrophone(deps)).toEqual({ ok: false, problem: makeProblem("mic_denied") });
  });
});

test("the sound check fails when sound is blocked before a gesture", async () => {
  const { deps } = lab();
  expect(await checkSound(deps)).toMatchObject({ ok: true });
  const blocked = { ...deps, tryToPlay: () => Promise.reject(new Error("NotAllowedError")) };
  expect(await checkSound(blocked)).toEqual({ ok: false, problem: { code: "sound_blocked", sdkCode: null } });
});

test.each(["held", "released"] as const)(
  "the sound check fails if sound was %s when the page was new, though a click allows it by now",
  async (permission) => {
    const { deps } = lab();
    const found = await checkSound({ ...deps, soundPermission: () => permission });
    expect(found).toEqual({ ok: false, problem: { code: "sound_blocked", sdkCode: null } });
  },
);

test("the signalling check passes, is refused, or times out, and destroys its Device", async () => {
  const { deps, network, clock } = lab();
  expect(await checkSignalling(deps)).toMatchObject({ ok: true });
  network.refusal = makeProblem("token_refused", 20101);
  expect(await checkSignalling(deps)).toEqual({ ok: false, problem: makeProblem("token_refused", 20101) });
  network.refusal = null;
  network.answers = false;
  const silent = checkSignalling(deps);
  await clock.pass(10_000);
  expect(await silent).toEqual({ ok: false, problem: makeProblem("register_timeout") });
  expect([network.liveDevices.length, network.listenerCount, clock.pending]).toEqual([0, 0, 0]);
});

test("the checks name the sleep of a machine that slept meanwhile, and no firewall", async () => {
  const { deps, network, clock } = lab();
  network.answers = false;
  const signalling = checkSignalling(deps);
  await settle();
  clock.freeze(44_000);
  await clock.pass(1_000);
  expect(await signalling).toEqual({ ok: false, problem: makeProblem("slept") });
  network.answers = true;
  const call = runPreflight(deps, { onSample() {}, signal: new AbortController().signal });
  await settle();
  clock.freeze(44_000);
  await clock.pass(1_000);
  expect(await call).toEqual({ ok: false, problem: makeProblem("slept") });
  expect([network.liveDevices.length, network.listenerCount, clock.pending]).toEqual([0, 0, 0]);
});

test("the signalling check fails if the SDK does not work in this browser", async () => {
  const { deps, network } = lab();
  network.supported = false;
  expect(await checkSignalling(deps)).toEqual({ ok: false, problem: makeProblem("unsupported_browser") });
  expect(network.devices).toEqual([]);
});

describe("a test call", () => {
  const good = { mos: 4.2, rttMs: 40, jitterMs: 4, lossFraction: 0, receives: true };

  test("reports each sample, and averages them after 15 s", async () => {
    const { deps, network, clock } = lab();
    const seen: number[] = [];
    const run = runPreflight(deps, {
      onSample: ({ atMs }) => seen.push(atMs),
      signal: new AbortController().signal,
    });
    await settle();
    const call = network.preflights[0];
    call?.emit("sample", { ...good, mos: null, rttMs: null });
    await clock.pass(1_000);
    call?.emit("sample", good);
    await clock.pass(14_000);
    const result = await run;
    expect(seen).toEqual([0, 1_000]);
    expect(result).toMatchObject({ ok: true, report: { mos: 4.2, rttMs: 40, jitterMs: 4, lossFraction: 0 } });
    expect([call?.stopped, network.listenerCount, clock.pending]).toEqual([true, 0, 0]);
  });

  test("fails with the network's reason, or when there is no answer", async () => {
    const { deps, network, clock } = lab();
    const options = { onSample() {}, signal: new AbortController().signal };
    const refused = runPreflight(deps, options);
    await settle();
    network.preflights[0]?.emit("failed", makeProblem("token_refused", 20101));
    expect(await refused).toEqual({ ok: false, problem: makeProblem("token_refused", 20101) });
    const silent = runPreflight(deps, options);
    await clock.pass(35_000);
    expect(await silent).toEqual({ ok: false, problem: makeProblem("connect_timeout") });
  });

  test("a test call without samples fails with media_failed", async () => {
    const { deps, network } = lab();
    const run = runPreflight(deps, { onSample() {}, signal: new AbortController().signal });
    await settle();
    network.preflights[0]?.emit("completed");
    expect(await run).toEqual({ ok: false, problem: makeProblem("media_failed") });
  });

  test("through the local gateway names the cause that it has there", async () => {
    const { deps, network, api } = lab();
    api.signaling = "ws://localhost:3001/signal";
    const run = runPreflight(deps, { onSample() {}, signal: new AbortController().signal });
    await settle();
    network.preflights[0]?.emit("completed");
    expect(await run).toEqual({ ok: false, problem: makeProblem("media_failed_local") });
  });

  test("is answered by its own Device, which lets other calls ring elsewhere and is destroyed afterwards", async () => {
    const { deps, network, clock } = lab();
    const run = runPreflight(deps, { onSample() {}, signal: new AbortController().signal });
    await settle();
    const stranger = network.device.ring({ ref: "b0b5a1d2-0000-4000-8000-000000000000", name: "Bob" });
    const own = network.device.ring({ test: "1" });
    expect([stranger.log, own.log]).toEqual([["ignore"], ["accept"]]);
    own.emit("accept");
    expect(own.log).toEqual(["accept", "mute true"]);
    network.preflights[0]?.emit("sample", good);
    await clock.pass(15_000);
    expect(await run).toMatchObject({ ok: true });
    expect(network.device.destroyed).toBe(true);
  });

  test("is not placed once aborted", async () => {
    const { deps, network, media } = lab();
    const abort = new AbortController();
    const run = runPreflight(deps, { onSample() {}, signal: abort.signal });
    abort.abort();
    expect(await run).toMatchObject({ ok: false });
    expect([network.preflights, media.open, network.liveDevices]).toEqual([[], 0, []]);
  });

  test("stops when aborted", async () => {
    const { deps, network, clock } = lab();
    const abort = new AbortController();
    const run = runPreflight(deps, { onSample() {}, signal: abort.signal });
    await settle();
    network.preflights[0]?.emit("sample", good);
    abort.abort();
    expect(await run).toMatchObject({ ok: true });
    expect([network.preflights[0]?.stopped, clock.pending]).toEqual([true, 0]);
  });
});
