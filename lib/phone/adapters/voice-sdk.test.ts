import { EventEmitter } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import type { VoiceCall } from "../ports/voice";

const made: { token: string; options: Record<string, unknown>; device: FakeSdkDevice }[] = [];

class FakeSdkDevice extends EventEmitter {
  static isSupported = true;
  static audioContext = { resume: vi.fn(async () => {}) };
  readonly muted: string[] = [];
  readonly audio = {
    incoming: (on: boolean) => this.muted.push(`incoming ${on}`),
    outgoing: (on: boolean) => this.muted.push(`outgoing ${on}`),
    disconnect: (on: boolean) => this.muted.push(`disconnect ${on}`),
    setInputDevice: () => Promise.reject(new Error("gone")),
    unsetInputDevice: async () => {},
    speakerDevices: { set: () => Promise.reject(new Error("gone")) },
  };
  constructor(token: string, options: Record<string, unknown>) {
    super();
    made.push({ token, options, device: this });
  }
  /** What was placed. */
  readonly placed: EventEmitter[] = [];
  /** What rings. */
  readonly calls: FakeInvite[] = [];
  /** An invite that arrives while `connect` waits. */
  late: FakeInvite | null = null;
  /** Like the SDK's: drops what rings (device.ts, `connect`). */
  connect = async (options: unknown) => {
    if (this.late) this.ring(this.late);
    for (const call of this.calls.splice(0)) call.ignore();
    const call = Object.assign(new EventEmitter(), { options, customParameters: new Map() });
    this.placed.push(call);
    return call;
  };
  ring(call: FakeInvite): void {
    this.calls.push(call);
    this.emit("incoming", call);
  }
  /** A `ringing` message. Like the SDK, writes its CallSid into every call (call.ts, `_onRinging`). */
  ringing(callSid: string): void {
    for (const call of this.calls) call.parameters.CallSid = callSid;
  }
}

/** A call that rings. */
class FakeInvite extends EventEmitter {
  readonly parameters: Record<string, string>;
  readonly customParameters = new Map();
  readonly sent: string[] = [];
  private pending = true;
  constructor(callSid: string) {
    super();
    this.parameters = { CallSid: callSid };
  }
  reject(): void {
    if (this.pending) this.sent.push(`reject ${this.parameters.CallSid}`);
    this.pending = false;
  }
  ignore(): void {
    this.pending = false;
  }
}

vi.mock("@twilio/voice-sdk", () => ({
  Device: FakeSdkDevice,
  Call: { Codec: { Opus: "opus", PCMU: "pcmu" } },
}));

const { voice } = await import("./voice-sdk");
const getUserMedia = () => Promise.reject(new Error("not asked"));

beforeEach(() => {
  vi.stubGlobal("document", { documentElement: { lang: "ja" } });
  made.length = 0;
});

function create() {
  const device = voice.createDevice({ token: "t", getUserMedia });
  const raw = made[0];
  if (!raw) throw new Error("no Device made");
  return { device, raw: raw.device, options: raw.options };
}

test("a Device has the options that the phone relies on", () => {
  const { options } = create();
  expect(options).toMatchObject({
    allowIncomingWhileBusy: true,
    codecPreferences: ["opus", "pcmu"],
    enableImprovedSignalingErrorPrecision: true,
    maxCallSignalingTimeoutMs: 30_000,
    getUserMedia,
  });
  // Only public options: this one would be the private way to a gateway.
  expect(Object.keys(options)).not.toContain("chunderw");
});

test("a Device connects to the edge that the token response names, and else chooses for itself", () => {
  expect(create().options).not.toHaveProperty("edge");
  voice.createDevice({ token: "t", edge: "dublin", getUserMedia });
  expect(made[1]?.options).toMatchObject({ edge: "dublin" });
});

test("the SDK loads no sound from a CDN, and the sounds that the phone plays itself are off", () => {
  const { options, raw } = create();
  const sounds = Object.entries(options.sounds ?? {});
  // Device.SoundName: incoming, outgoing, disconnect and twelve digits.
  expect(sounds).toHaveLength(15);
  for (const [, url] of sounds) expect(url).toMatch(/^\/sounds\/[a-z0-9-]+\.wav$/);
  expect(raw.muted).toEqual(["incoming false", "outgoing false", "disconnect false"]);
});

test("the phone's sound files exist and are small", () => {
  const files = readdirSync("public/sounds");
  const wanted = Object.values(create().options.sounds ?? {}).map((url) =>
    String(url).replace("/sounds/", ""),
  );
  const own = ["ringtone", "ringback", "waiting", "connected", "hangup", "voice"].map(
    (name) => `${name}.wav`,
  );
  expect(files).toEqual(expect.arrayContaining([...wanted, ...own]));
  const bytes = files.reduce((sum, file) => sum + statSync(`public/sounds/${file}`).size, 0);
  expect(bytes).toBeLessThan(400_000);
});

test("SDK errors become problems, and removed listeners hear nothing", () => {
  const { device, raw } = create();
  const problems: unknown[] = [];
  const end = device.on("error", (problem) => problems.push(problem));
  raw.emit("error", Object.assign(new Error("expired"), { code: 20104 }));
  raw.emit("error", Object.assign(new Error("no such application"), { code: 31001 }));
  raw.emit("error", new Error("odd"));
  expect(problems).toEqual([
    { code: "token_refused", sdkCode: 20104 },
    { code: "not_set_up", sdkCode: 31001 },
    { code: "unknown", sdkCode: null },
  ]);
  end();
  expect(raw.listenerCount("error")).toBe(0);
});

test("a call's events have the phone's own terms", async () => {
  const { device, raw } = create();
  const calls = raw.placed;
  const call = await device.connect({ To: "bob" });
  const heard: unknown[] = [];
  const ends = [
    call.on("reconnecting", (lost) => heard.push(lost)),
    call.on("sample", (sample) => heard.push(sample)),
    call.on("volume", (...levels) => heard.push(levels)),
    call.on("accept", (...none: unknown[]) => heard.push(none)),
    call.on("error", (problem) => heard.push(problem)),
  ];
  calls[0]?.emit("reconnecting", { code: 53405 });
  calls[0]?.emit("reconnecting", { code: 53001 });
  calls[0]?.emit("sample", {
    mos: null,
    rtt: undefined,
    jitter: 3,
    packetsLostFraction: 2.5,
    bytesReceived: 900,
  });
  calls[0]?.emit("volume", 0.1, 0.2);
  calls[0]?.emit("accept", calls[0]);
  calls[0]?.emit("error", { code: 31402 });
  expect(heard).toEqual([
    "media",
    "signalling",
    { mos: null, rttMs: null, jitterMs: 3, lossFraction: 0.025, receives: true },
    [0.1, 0.2],
    [],
    { code: "mic_busy", sdkCode: 31402 },
  ]);
  for (const end of ends) end();
  expect(calls[0]?.eventNames()).toEqual([]);
});

test("warnings have the phone's own names, and unknown warnings are dropped", async () => {
  const { device, raw } = create();
  const call = await device.connect({ To: "bob" });
  const heard: string[] = [];
  const ends = [
    call.on("warning", (warning) => heard.push(warning)),
    call.on("warning-cleared", (warning) => heard.push(`${warning} cleared`)),
  ];
  const names = [
    "high-rtt",
    "high-jitter",
    "high-packet-loss",
    "high-packets-lost-fraction",
    "low-mos",
    "low-bytes-received",
    "ice-connectivity-lost",
    "constant-audio-input-level",
    "constant-audio-output-level",
    "low-bytes-sent",
    "constructor",
  ];
  for (const name of names) raw.placed[0]?.emit("warning", name, {});
  for (const name of names) raw.placed[0]?.emit("warning-cleared", name, {});
  const ours = [
    "high_rtt",
    "high_jitter",
    "high_packet_loss",
    "high_average_packet_loss",
    "low_mos",
    "no_incoming_audio",
    "ice_lost",
    "silent_microphone",
  ];
  expect(heard).toEqual([...ours, ...ours.map((warning) => `${warning} cleared`)]);
  for (const end of ends) end();
  expect(raw.placed[0]?.eventNames()).toEqual([]);
});

test("each call resumes the SDK's audio, which the browser suspends before the first gesture", async () => {
  const { resume } = FakeSdkDevice.audioContext;
  resume.mockClear();
  const { device } = create();
  expect(resume).not.toHaveBeenCalled();
  await device.connect({ To: "bob" });
  expect(resume).toHaveBeenCalledOnce();
});

test("a missing audio device rejects no promise", async () => {
  const { device } = create();
  await expect(device.setInput("gone")).resolves.toBe(false);
  await expect(device.setSpeaker("gone")).resolves.toBe(false);
});

test("a call that comes in while another one is placed is rejected by its own CallSid", async () => {
  const { device, raw } = create();
  const heard: VoiceCall[] = [];
  device.on("incoming", (call) => heard.push(call));
  await device.connect({ To: "bob" });
  const invite = new FakeInvite("CA-theirs");
  raw.ring(invite);
  raw.ringing("CA-mine");
  heard[0]?.reject();
  expect(invite.sent).toEqual(["reject CA-theirs"]);
  // The SDK packs the parameters into a connectToken.
  expect(JSON.stringify(invite.parameters)).toBe('{"CallSid":"CA-theirs"}');
});

test.each(["connect", "take"] as const)(
  "%s rejects what rings, which the SDK would drop in silence",
  async (verb) => {
    const { device, raw } = create();
    const [before, during] = [new FakeInvite("CA-before"), new FakeInvite("CA-during")];
    raw.ring(before);
    raw.late = during;
    await (verb === "connect" ? device.connect({ To: "bob" }) : device.take("token"));
    expect([before.sent, during.sent]).toEqual([["reject CA-before"], ["reject CA-during"]]);
    const after = new FakeInvite("CA-after");
    raw.ring(after);
    expect(after.sent).toEqual([]);
  },
);

test("a microphone that is set already is opened again by new constraints, any other one is set", async () => {
  const { device, raw } = create();
  const asked: string[] = [];
  Object.assign(raw.audio, {
    inputDevice: { deviceId: "mic1" },
    setInputDevice: async (id: string) => asked.push(`set ${id}`),
    unsetAudioConstraints: async () => asked.push("again"),
  });
  expect(await device.reopenInput("mic1")).toBe(true);
  expect(await device.reopenInput("mic2")).toBe(true);
  expect(asked).toEqual(["again", "set mic2"]);
});
