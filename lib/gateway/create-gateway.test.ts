import { afterEach, describe, expect, test, vi } from "vitest";
import { ManualClock } from "./base/manual-clock";
import { createGateway, type LocalVoiceGateway } from "./create-gateway";
import type { GatewayOptions } from "./options";
import { claimsFor, HEADER, signToken } from "./testing/account";
import { startTestApp, type TestApp } from "./testing/app";
import { browserSdp } from "./testing/sdp";
import { WireDevice } from "./testing/wire";
import { WaitTimeoutError } from "./wait-for";

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** A gateway, and an application that it was told of later, as a test's application gets its port late. */
async function start(options: GatewayOptions = {}): Promise<{ gateway: LocalVoiceGateway; app: TestApp }> {
  const [gateway, app] = await Promise.all([createGateway(options), startTestApp()]);
  opened.push(app, gateway);
  gateway.voiceUrl = app.voiceUrl;
  return { gateway, app };
}

/** A registered device whose token is signed with the values that the gateway made up. */
async function device(gateway: LocalVoiceGateway, identity: string): Promise<WireDevice> {
  const claims = claimsFor(identity, gateway.clock.now());
  const token = signToken(
    HEADER,
    {
      ...claims,
      iss: gateway.apiKey,
      sub: gateway.accountSid,
      grants: {
        identity,
        voice: { incoming: { allow: true }, outgoing: { application_sid: gateway.twimlAppSid } },
      },
    },
    gateway.apiSecret,
  );
  const made = await WireDevice.open(gateway.port, identity, { token, origin: "http://any.test" });
  opened.push(made);
  return made;
}

/** Begins a call that nobody answers. */
function invite(caller: WireDevice, to: string): void {
  const sdp = browserSdp("actpass", caller.identity);
  caller.send("invite", { callsid: "TJ-1", sdp, twilio: { params: `To=${to}` } });
}

describe("a gateway without options", () => {
  test("connects a call of devices that use its made-up account, and tells each step of it", async () => {
    const { gateway, app } = await start();
    const steps: string[] = [];
    gateway.events.on(({ type, call }) => steps.push(`${call.to} ${type} ${call.status}`));
    const [alice, bob] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
    const ended = gateway.waitFor("ended", (call) => call.parentSid === null);
    const { callsid } = await alice.call(bob);
    expect(gateway.calls.map(({ status }) => status)).toEqual(["in-progress", "in-progress"]);
    await alice.hangUp(callsid, bob);
    expect(await ended).toMatchObject({ sid: callsid, from: "client:alice", to: "bob", status: "completed" });
    expect(steps).toEqual([
      "bob begun ringing",
      "client:bob begun queued",
      "client:bob ringing ringing",
      "bob ringing ringing",
      "bob answered in-progress",
      "client:bob answered in-progress",
      "bob ended completed",
      "client:bob ended completed",
    ]);
    expect(gateway.calls.map(({ endedAt }) => endedAt)).not.toContain(null);
    expect(app.requests[0]).toMatchObject({
      AccountSid: gateway.accountSid,
      ApplicationSid: gateway.twimlAppSid,
    });
  });

  test("ends a call as soon as it begins while it has no Voice URL", async () => {
    const { gateway } = await start();
    gateway.voiceUrl = undefined;
    const alice = await device(gateway, "alice");
    const refused = alice.next("hangup");
    invite(alice, "bob");
    expect(await refused).toMatchObject({ error: { code: 31005 } });
  });
});

describe("waitFor", () => {
  test("rejects when nothing fits in time, and tells what happened instead", async () => {
    const { gateway } = await start();
    const [alice, bob] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
    const never = gateway.waitFor("answered", ({ to }) => to === "carol", { timeoutMs: 1_000 });
    await alice.call(bob);
    await expect(never).rejects.toThrow(WaitTimeoutError);
    await expect(never).rejects.toThrow("answered (client:alice to bob, in-progress)");
  });

  test("rejects with the error of its predicate, and when the gateway closes", async () => {
    const { gateway } = await start();
    const broken = gateway.waitFor("begun", () => {
      throw new Error("of the predicate");
    });
    const open = gateway.waitFor("ended");
    const [alice, bob] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
    await alice.call(bob);
    await expect(broken).rejects.toThrow("of the predicate");
    // The calls that the close ends come first.
    await gateway.close();
    expect((await open).status).toBe("completed");
    await expect(gateway.waitFor("begun")).rejects.toThrow("closed");
  });
});

describe("reset", () => {
  test("ends and forgets calls, undoes what REST changed, and keeps devices and the Voice URL", async () => {
    const { gateway, app } = await start({ network: { "*": { delayMs: 5 } } });
    const [alice, bob] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
    const { callsid } = await alice.call(bob);
    const path = `/2010-04-01/Accounts/${gateway.accountSid}/Applications/${gateway.twimlAppSid}.json`;
    const deleted = await fetch(`${gateway.restUrl}${path}`, {
      method: "DELETE",
      headers: { Authorization: `Basic ${btoa(`${gateway.accountSid}:${gateway.authToken}`)}` },
    });
    expect([deleted.status, gateway.voiceUrl]).toEqual([204, undefined]);
    const hangups = Promise.all([alice.next("hangup"), bob.next("hangup")]);
    gateway.reset();
    expect((await hangups)[0]).toMatchObject({ callsid });
    expect([gateway.calls, gateway.voiceUrl]).toEqual([[], app.voiceUrl]);
    await alice.call(bob);
    expect(gateway.calls).toHaveLength(2);
  });

  test("can be called by a listener, even of a call that has just begun", async () => {
    const { gateway } = await start();
    const ended: string[] = [];
    const stop = gateway.events.on(({ type, call }) => {
      if (type === "begun") gateway.reset();
      if (type === "ended") ended.push(call.status);
    });
    const [alice, bob] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
    const hangup = alice.next("hangup");
    invite(alice, "bob");
    await hangup;
    await expect.poll(() => ended).toEqual(["completed"]);
    stop();
    await alice.call(bob);
    expect(ended).toHaveLength(1);
  });

  test("makes the network perfect", async () => {
    const { gateway } = await start();
    const [alice, bob] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
    const took = async () => {
      const begun = performance.now();
      const { callsid } = await alice.call(bob);
      const ms = performance.now() - begun;
      await alice.hangUp(callsid, bob);
      return ms;
    };
    gateway.setNetwork({ delayMs: 150 });
    expect(await took()).toBeGreaterThan(590);
    gateway.reset();
    expect(await took()).toBeLessThan(590);
    expect(() => gateway.setNetwork({ delayMs: -1 })).toThrow("delayMs");
  });
});

test("a clock to control decides when an unanswered call ends, also while the timers of the test are faked", async () => {
  const clock = new ManualClock();
  const { gateway } = await start({ clock });
  const [alice] = await Promise.all([device(gateway, "alice"), device(gateway, "bob")]);
  const ringing = gateway.waitFor("ringing", ({ parentSid }) => parentSid === null);
  invite(alice, "bob");
  const { createdAt } = await ringing;
  vi.useFakeTimers();
  try {
    // <Dial timeout="20"> and the 5 s that Twilio adds.
    await clock.advance(24_000);
    expect(gateway.calls.map(({ endedAt }) => endedAt)).toEqual([null, null]);
    await clock.advance(1_000);
  } finally {
    vi.useRealTimers();
  }
  expect(gateway.calls[1]).toMatchObject({ status: "no-answer", endedAt: createdAt + 25_000 });
});

test.each<[GatewayOptions, string]>([
  [{ voiceUrl: "localhost:3000/voice" }, "voiceUrl"],
  [{ statusUrl: "/status" }, "statusUrl"],
  [{ origins: ["localhost"] }, "origins"],
  [{ port: 65_536 }, "port"],
  // As from a program without types.
  [{ media: "relayed" as "ended" }, "media"],
  [{ network: { tokyo: { lossPercent: 101 } } }, "lossPercent"],
])("%j is refused with an error that names the option", async (options, name) => {
  const refused = createGateway(options);
  await expect(refused).rejects.toThrow(TypeError);
  await expect(refused).rejects.toThrow(name);
});
