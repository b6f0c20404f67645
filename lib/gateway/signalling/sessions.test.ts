import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimsFor, HEADER, signToken, tokenFor } from "../testing/account";
import { dial, FakeDevice, FakeSocket, Rig } from "../testing/rig";
import { browserSdp } from "../testing/sdp";
import { soak } from "../testing/soak";

let rig: Rig;

/** A token for calls from the beginning of the fake clock, for any identity or none, with parameters in its outgoing grant. */
function tokenOf(identity: string | undefined, params?: Record<string, string>): string {
  const { grants, ...claims } = claimsFor("alice", Date.UTC(2026, 0, 1));
  const outgoing = { ...grants.voice.outgoing, params };
  return signToken(HEADER, { ...claims, grants: { identity, voice: { ...grants.voice, outgoing } } });
}

beforeEach(async () => {
  rig = await Rig.open();
});

afterEach(() => {
  rig.close();
});

describe("listen", () => {
  test("gets an answer with identity, edge and lifetime", async () => {
    const alice = await new FakeDevice(rig, "alice", "tokyo").listen();
    expect(alice.last("connected")).toMatchObject({
      edge: "tokyo",
      region: "ASIAPAC_TOKYO",
      home: "us1",
      token: { identity: "alice", ttl: 600 },
    });
  });

  test("rounds the lifetime of a token up, so that the SDK does not warn early", async () => {
    const token = tokenFor("alice", rig.clock.now(), 3600);
    await rig.clock.advance(700);
    const alice = await new FakeDevice(rig, "alice").listen(0, token);
    expect(alice.last("connected").token.ttl).toBe(3600);
  });

  test.each([
    [31105, tokenOf("no name")],
    [31207, tokenFor("alice", Date.UTC(2026, 0, 1), 90_000)],
  ])("a token that Twilio does not take gets error %i", async (code, token) => {
    const alice = await new FakeDevice(rig, "alice").listen(0, token);
    expect(alice.got("error").map(({ error }) => error.code)).toEqual([code]);
  });

  test.each([
    [31204, "rubbish"],
    [31205, "expired"],
  ])("a bad token gets error %i, and no other message is accepted", async (code, kind) => {
    const token = kind === "expired" ? tokenFor("alice", rig.clock.now(), -1) : kind;
    const alice = (await new FakeDevice(rig, "alice").listen(0, token)).register();
    expect(alice.got("error").map(({ error }) => error.code)).toEqual([code, 31204]);
    expect(alice.got("ready")).toEqual([]);
  });

  test("a new token extends the lifetime and keeps the registration", async () => {
    const alice = await rig.device("alice");
    await rig.clock.advance(599_000);
    await alice.listen();
    await rig.clock.advance(2_000);
    expect(alice.got("error")).toEqual([]);
    expect(rig.registrar.devices("alice")).toEqual([alice.session]);
  });

  test("a token of another identity removes the registration of the first", async () => {
    const device = await rig.device("alice");
    await device.listen(0, tokenFor("bob", rig.clock.now()));
    expect(rig.registrar.devices("alice")).toEqual([]);
    expect(rig.registrar.devices("bob")).toEqual([]);
  });

  test("a token that expires gets error 31205, unregisters the device and prevents new calls", async () => {
    const alice = await rig.device("alice");
    await rig.clock.advance(600_000);
    expect(alice.last("error").error.code).toBe(31205);
    expect(alice.got("offline")).toHaveLength(1);
    expect(rig.registrar.devices("alice")).toEqual([]);
    alice.register();
    expect(alice.got("error")).toHaveLength(2);
    const callsid = alice.invite({ To: "bob" });
    expect(alice.last("hangup")).toMatchObject({ callsid, error: { code: 31205 } });
  });
});

test.each(["register", "invite", "answer", "reinvite", "message"])(
  "a device without a valid token gets error 31204, and nothing else, for %s",
  (type) => {
    const stranger = new FakeDevice(rig, "eve");
    const sdp = browserSdp("actpass");
    const call = { callsid: "TJ1", sdp, content: "", messagetype: "m", voiceeventsid: "KX1" };
    stranger.send(type, type === "register" ? { media: { audio: true } } : call);
    expect(stranger.socket.messages).toMatchObject([{ type: "error", payload: { error: { code: 31204 } } }]);
  },
);

test("a device keeps its call when its token expires, and a new token lets it call again", async () => {
  rig.app.answers.set("/voice", dial("bob"));
  const [alice, bob] = await rig.devices("alice", "bob");
  await rig.placeCall(alice);
  bob.answer();
  const { callsid } = alice.last("answer");
  await rig.clock.advance(600_000);
  expect(alice.last("error").error.code).toBe(31205);
  expect([...alice.got("hangup"), ...bob.got("hangup")]).toEqual([]);
  expect(alice.socket.closed).toBeUndefined();
  expect(rig.switchboard.calls).toHaveLength(1);
  // The call ends as any other: each side still reaches it.
  bob.hangUp(bob.last("invite").callsid);
  await rig.clock.advance(10);
  await rig.clock.advance(10);
  expect(alice.last("hangup")).toEqual({ callsid });
  await alice.listen();
  await rig.placeCall(alice);
  expect(rig.app.at("/voice")).toHaveLength(2);
});

describe("a device whose token names no identity", () => {
  const open = () => new FakeDevice(rig, "nobody").listen(30, tokenOf(undefined));

  test("listens, and may not register", async () => {
    const device = (await open()).register();
    expect(device.last("connected").token).toEqual({ ttl: 600 });
    expect(device.last("error").error.code).toBe(31201);
    expect(device.got("ready")).toEqual([]);
  });

  test("calls as client:Anonymous", async () => {
    rig.app.answers.set("/voice", dial("bob"));
    const [device, bob] = [await open(), await rig.device("bob")];
    await rig.placeCall(device, { To: "bob" });
    expect(rig.app.at("/voice")).toMatchObject([{ From: "client:Anonymous", Caller: "client:Anonymous" }]);
    expect(bob.last("invite").parameters.From).toBe("client:Anonymous");
  });

  test("returns to its call with a new token, and no other device without identity does", async () => {
    rig.app.answers.set("/voice", dial("bob"));
    const [device, bob] = [await open(), await rig.device("bob")];
    await rig.placeCall(device);
    bob.answer();
    const { callsid, reconnect } = device.last("answer");
    await device.listen(30, tokenOf(undefined));
    device.send("invite", { callsid, reconnect });
    expect(device.last("answer")).toEqual({ callsid, reconnect });
    expect(device.got("hangup")).toEqual([]);
    const other = await open();
    other.send("invite", { callsid, reconnect });
    expect(other.last("hangup")).toEqual({ callsid });
    expect(rig.switchboard.calls).toHaveLength(1);
  });

  test("may not call any more when its token has expired", async () => {
    const device = await open();
    await rig.clock.advance(600_000);
    const callsid = device.invite();
    expect(device.last("hangup")).toMatchObject({ callsid, error: { code: 31205 } });
  });
});

test("the parameters of the token's grant go to the Voice URL, and those of the page win", async () => {
  const params = { team: "blue", To: "carol", From: "client:eve" };
  const alice = await new FakeDevice(rig, "alice").listen(0, tokenOf("alice", params));
  await rig.placeCall(alice, { To: "bob", ref: "r1" });
  await rig.placeCall(alice);
  expect(rig.app.at("/voice")).toMatchObject([
    { team: "blue", ref: "r1", To: "bob", Called: "bob", From: "client:alice" },
    { team: "blue", To: "carol", Called: "carol", From: "client:alice" },
  ]);
});

describe("a token whose outgoing grant is", () => {
  test.each([
    ["missing", undefined, 31201],
    ["for a TwiML application that does not exist", { application_sid: "AP_other" }, 31001],
  ])("%s lets its device be rung, and not call", async (_name, outgoing, code) => {
    rig.app.answers.set("/voice", dial("alice"));
    const { grants, ...claims } = claimsFor("alice", rig.clock.now());
    const voice = { incoming: { allow: true }, ...(outgoing ? { outgoing } : {}) };
    const token = signToken(HEADER, { ...claims, grants: { ...grants, voice } });
    const alice = (await new FakeDevice(rig, "alice").listen(0, token)).register();
    const callsid = alice.invite({ To: "bob" });
    expect(alice.last("hangup")).toMatchObject({ callsid, error: { code } });
    await rig.clock.advance(10);
    expect(rig.app.at("/voice")).toEqual([]);
    await rig.placeCall(await rig.device("bob"));
    expect(alice.got("invite")).toHaveLength(1);
  });
});

describe("a session whose token is being verified", () => {
  test("queues later messages and handles them in order", async () => {
    const bob = new FakeDevice(rig, "bob");
    const listening = bob.listen();
    bob.register();
    bob.send("register", { media: { audio: false } });
    expect(bob.socket.messages).toEqual([]);
    await listening;
    expect(bob.socket.messages.map(({ type }) => type)).toEqual(["connected", "ready", "offline"]);
  });

  test("gets no message and leaves no timer when its socket closes", async () => {
    const [alice, bob] = [new FakeDevice(rig, "alice"), new FakeDevice(rig, "bob")];
    const timers = rig.clock.pending;
    alice.send("listen", { token: tokenFor("alice", rig.clock.now()), reconnectTimeout: 0 });
    alice.register();
    alice.session.socketClosed();
    // One after another, so that Alice's token has been verified before the last of them.
    for (let n = 0; n < 5; n += 1) await bob.listen();
    bob.session.socketClosed();
    expect(alice.socket.messages).toEqual([]);
    expect(rig.registrar.devices("alice")).toEqual([]);
    expect(rig.clock.pending).toBe(timers);
  });
});

describe("register", () => {
  test("makes a device reachable, and unreachable again", async () => {
    const alice = await rig.device("alice");
    expect(alice.got("ready")).toHaveLength(1);
    alice.send("register", { media: { audio: false } });
    expect(alice.got("offline")).toHaveLength(1);
    expect(rig.registrar.devices("alice")).toEqual([]);
  });

  test("requires the incoming grant", async () => {
    const claims = claimsFor("alice", rig.clock.now());
    const token = signToken(HEADER, { ...claims, grants: { identity: "alice", voice: {} } });
    const alice = (await new FakeDevice(rig, "alice").listen(0, token)).register();
    expect(alice.last("error").error.code).toBe(31201);
  });

  test("the ten newest devices of an identity ring", async () => {
    const devices = await rig.devices(...Array.from({ length: 12 }, () => "bob"));
    const newest = devices.slice(2).reverse();
    expect(rig.registrar.devices("bob")).toEqual(newest.map(({ session }) => session));
  });
});

describe("heartbeats", () => {
  test("are sent every 5 s; a socket that does not echo them is closed within 15 s", async () => {
    const [echoing, mute] = await rig.devices("alice", "bob");
    mute.socket.onHeartbeat = () => {};
    await rig.clock.advance(15_000);
    expect(echoing.socket.frames.filter((frame) => frame === "\n")).toHaveLength(3);
    expect(echoing.socket.closed).toBeUndefined();
    expect(mute.socket.closed).toMatchObject({ reason: "no heartbeat" });
    expect(rig.registrar.devices("bob")).toEqual([]);
  });

  test("stop while a test silences the gateway, and the socket stays open", async () => {
    const alice = await rig.device("alice");
    rig.sessions.silence(20_000);
    await rig.clock.advance(19_000);
    expect(alice.socket.frames).not.toContain("\n");
    expect(alice.socket.closed).toBeUndefined();
  });
});

test("a socket without a valid token is closed", async () => {
  const nobody = await new FakeDevice(rig, "nobody").listen(0, "rubbish");
  await rig.clock.advance(66_000);
  expect(nobody.socket.closed).toMatchObject({ reason: "no valid token" });
});

describe("a bad peer does not harm others", () => {
  test("too many messages at once close only its own socket", async () => {
    const [bad, good] = await rig.devices("alice", "bob");
    for (let n = 0; n < 1_000; n += 1) bad.send("reject", { callsid: "CA1" });
    expect(bad.socket.closed).toMatchObject({ code: 1008 });
    expect(good.socket.closed).toBeUndefined();
  });

  test("malformed messages are answered with error 31100", async () => {
    const alice = await rig.device("alice");
    alice.session.receive("{");
    alice.send("invite", { callsid: "TJ1", sdp: "no SDP at all" });
    alice.send("invite", { callsid: "TJ1" });
    const withoutCodec = browserSdp("actpass").replace("SAVPF 111 0 110", "SAVPF 9 110");
    alice.send("invite", { callsid: "TJ1", sdp: withoutCodec });
    expect(alice.got("error").map(({ error }) => error.code)).toEqual([31100, 31100, 31100, 31100]);
    expect(rig.directory.legs(alice.session).size).toBe(0);
    expect(rig.switchboard.calls).toEqual([]);
  });

  test("the number of sockets is limited", () => {
    for (let n = 0; n < 2_000; n += 1) new FakeDevice(rig, "alice");
    const socket = new FakeSocket();
    expect(rig.sessions.open(socket, "ashburn")).toBeUndefined();
    expect(socket.messages).toMatchObject([{ payload: { error: { code: 31206, retryAfter: 5 } } }]);
    expect(socket.closed).toMatchObject({ code: 1013 });
  });

  test("fuzzed frames cause no crash, and other devices' calls connect meanwhile", async () => {
    rig.app.answers.set("/voice", `<Dial answerOnBridge="true"><Client>bob</Client></Dial>`);
    const [alice, bob, mallory] = await rig.devices("alice", "bob", "mallory");
    const known = bob.session.name;
    for (let sent = 0; sent < soak(4_000, 100_000); sent += 100) {
      for (let n = 0; n < 100; n += 1) mallory.session.receive(fuzzedFrame(sent + n, known));
      // Time passes, so that the rate limit does not close the socket.
      await rig.clock.advance(4_000);
      if (sent % 10_000 === 0) {
        await alice.listen();
        await bob.listen();
        await mallory.listen();
        alice.invite();
        await rig.clock.advance(10);
        bob.answer();
        expect(alice.last("answer").sdp).toBeDefined();
        alice.hangUp(alice.last("answer").callsid);
      }
    }
    expect(mallory.socket.closed).toBeUndefined();
  }, 120_000);
});

const TYPES = "listen register invite answer reject hangup reinvite dtmf message connected shutdown".split(
  " ",
);

function fuzzedFrame(n: number, name: string): string {
  const type = TYPES[n % TYPES.length] ?? "";
  const junk = randomBytes(n % 40).toString(n % 2 === 0 ? "latin1" : "base64");
  const payloads: unknown[] = [
    null,
    junk,
    { callsid: junk },
    { callsid: `CA${junk}`, sdp: junk },
    { callsid: name, sdp: "v=0\r\nm=audio 9 x 0\r\n", reconnect: junk || "x" },
    { token: junk, reconnectTimeout: n },
    { media: { audio: n % 2 === 0 } },
    { callsid: junk, sdp: { toString: "no" }, twilio: { params: 1 } },
  ];
  const frame = JSON.stringify({ type, payload: payloads[n % payloads.length], version: "1.6" });
  return n % 5 === 0 ? frame.slice(0, n % frame.length) : frame;
}
