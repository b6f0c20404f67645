import { soak } from "../../lib/gateway/testing/soak";
import { AUDIBLE, hearEachOther, talk } from "./support/phone";
import { expect, test } from "./support/test";
import { dialTo } from "./support/voice-app";

test("both sides hear each other, a muted caller is silent, and the callee hangs up", async ({
  registered,
  app,
}) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await talk(alice, bob, { To: "bob", ref: "r-1" });
  await hearEachOther(alice, bob);

  await alice.invoke(0, "mute", true);
  await alice.saw("call0", "mute");
  expect(await alice.ofCall(0, "isMuted")).toBe(true);
  await expect.poll(() => bob.loudness(0, 1_200)).toBeLessThan(AUDIBLE / 10);
  await alice.invoke(0, "mute", false);
  await expect.poll(() => bob.hears()).toBe(true);

  await bob.invoke(0, "disconnect");
  await alice.saw("call0", "disconnect");
  expect(await alice.names("call0")).not.toContain("error");
  await expect.poll(() => app.of("/status").length).toBe(1);

  expect(app.of("/voice")[0]?.params).toMatchObject({
    From: "client:alice",
    Caller: "client:alice",
    To: "bob",
    ref: "r-1",
    CallStatus: "ringing",
    Direction: "inbound",
  });
  const progress = app.of("/progress").map(({ params }) => params);
  expect(progress.map((p) => p.CallStatus)).toEqual(["initiated", "ringing", "in-progress", "completed"]);
  expect(progress.map((p) => p.SequenceNumber)).toEqual(["0", "1", "2", "3"]);
  expect(Number(progress[3]?.CallDuration)).toBeGreaterThan(0);
  expect(app.of("/action")[0]?.params).toMatchObject({
    DialCallStatus: "completed",
    DialBridged: "true",
    DialCallSid: progress[0]?.CallSid,
    CallSid: app.of("/voice")[0]?.params.CallSid,
  });
  expect(app.of("/status")[0]?.params).toMatchObject({ CallStatus: "completed" });
  expect(app.hooks.every((hook) => hook.signed)).toBe(true);
});

test("a decline on one device stops all devices of the identity, and the caller gets busy", async ({
  registered,
  app,
}) => {
  const alice = await registered("alice", { enableImprovedSignalingErrorPrecision: true });
  const [desk, mobile] = await Promise.all([registered("bob"), registered("bob")]);
  await alice.connect({ params: { To: "bob" } });
  await Promise.all([desk.saw("device0", "incoming"), mobile.saw("device0", "incoming")]);
  await desk.invoke(0, "reject");
  await desk.saw("call0", "reject");
  await mobile.saw("call0", "cancel");
  await alice.saw("call0", "disconnect");
  expect((await alice.saw("call0", "error")).detail).toMatchObject({ code: 31486 });
  expect(app.of("/action")[0]?.params.DialCallStatus).toBe("busy");
});

test("all devices of an identity ring, the first answer stops the others, and the caller hangs up", async ({
  registered,
  app,
}) => {
  const [alice, desk, mobile] = await Promise.all([
    registered("alice"),
    registered("bob"),
    registered("bob"),
  ]);
  await alice.connect({ params: { To: "bob" } });
  await Promise.all([desk.saw("device0", "incoming"), mobile.saw("device0", "incoming")]);
  await mobile.invoke(0, "accept");
  await alice.saw("call0", "accept");
  await desk.saw("call0", "cancel");
  await hearEachOther(alice, mobile);
  await alice.invoke(0, "disconnect");
  await mobile.saw("call0", "disconnect");
  await expect.poll(() => app.of("/action").length).toBe(1);
  expect(app.of("/action")[0]?.params.DialCallStatus).toBe("completed");
});

test("several clients ring at once, and the first answer cancels the others", async ({ registered, app }) => {
  app.answer = () =>
    `<Dial answerOnBridge="true">` +
    ["bob", "carol"].map((who) => `<Client statusCallback="/progress/${who}">${who}</Client>`).join("") +
    `</Dial>`;
  const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((who) => registered(who)));
  if (!alice || !bob || !carol) throw new Error("three phones");
  await alice.connect({ params: {} });
  await Promise.all([bob.saw("device0", "incoming"), carol.saw("device0", "incoming")]);
  await carol.invoke(0, "accept");
  await bob.saw("call0", "cancel");
  await alice.saw("call0", "accept");
  await alice.invoke(0, "disconnect");
  await carol.saw("call0", "disconnect");
  await expect.poll(() => app.of("/progress/carol").length).toBe(1);
  expect(app.of("/progress/carol")[0]?.params.CallStatus).toBe("completed");
  expect(app.of("/progress/bob")[0]?.params.CallStatus).toBe("canceled");
});

test("a call that is not answered in time ends as no-answer", async ({ registered, app }) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await alice.connect({ params: { To: "bob" } });
  await bob.saw("device0", "incoming");
  await bob.invoke(0, "ignore");
  await bob.saw("call0", "cancel", { timeout: 15_000 });
  await alice.saw("call0", "disconnect");
  expect(app.of("/action")[0]?.params.DialCallStatus).toBe("no-answer");
});

test("a call to an identity without a registered device ends as no-answer at once", async ({
  registered,
  app,
}) => {
  const alice = await registered("alice");
  await alice.connect({ params: { To: "nobody" } });
  await alice.saw("call0", "disconnect");
  expect(await alice.names("call0")).not.toContain("ringing");
  expect(app.of("/progress").map(({ params }) => params.CallStatus)).toEqual(["initiated", "no-answer"]);
  expect(app.of("/action")[0]?.params).toMatchObject({ DialCallStatus: "no-answer", DialBridged: "false" });
});

test("a caller who gives up cancels the ringing call", async ({ registered, app }) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await alice.connect({ params: { To: "bob" } });
  await bob.saw("device0", "incoming");
  await alice.invoke(0, "disconnect");
  await bob.saw("call0", "cancel");
  await expect.poll(() => app.of("/action").length).toBe(1);
  expect(app.of("/action")[0]?.params).toMatchObject({ DialCallStatus: "canceled", CallStatus: "completed" });
  expect(app.of("/progress").at(-1)?.params.CallStatus).toBe("canceled");
});

test("two devices that dial each other at once leave no call behind", async ({ registered, gateway }) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await Promise.all([alice.connect({ params: { To: "bob" } }), bob.connect({ params: { To: "alice" } })]);
  // Each device is busy with its own call, so neither gets the other's.
  await Promise.all([alice.saw("call0", "ringing"), bob.saw("call0", "ringing")]);
  await Promise.all([alice.invoke(0, "disconnect"), bob.invoke(0, "disconnect")]);
  await expect.poll(async () => (await gateway.state()).calls).toEqual([]);
  await expect.poll(() => alice.ofDevice(0, "isBusy")).toBe(false);
  await expect.poll(() => bob.ofDevice(0, "isBusy")).toBe(false);
});

test("timeLimit ends the call on both sides", async ({ registered, app }) => {
  const twiml = `<Dial answerOnBridge="true" timeLimit="2" action="/action"><Client>bob</Client></Dial>`;
  app.answer = ({ path }) => (path === "/voice" ? twiml : "");
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await talk(alice, bob, {});
  await Promise.all([alice.saw("call0", "disconnect"), bob.saw("call0", "disconnect")]);
  expect(app.of("/action")[0]?.params).toMatchObject({
    DialCallStatus: "completed",
    DialCallDuration: expect.stringMatching(/^[23]$/),
  });
});

test("a caller who cancels as the callee answers leaves no call on either side", async ({
  registered,
  gateway,
}) => {
  const rounds = soak(12, 200);
  test.setTimeout(soak(120_000, 900_000));
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  for (let round = 0; round < rounds; round += 1) {
    const call = await alice.connect({ params: { To: "bob" } });
    await bob.saw("device0", "incoming", { times: round + 1 });
    const delay = Math.random() * 60;
    await Promise.all([
      bob.invoke(round, "accept"),
      alice.page.evaluate(
        ({ call, delay }) =>
          new Promise((resolve) => setTimeout(resolve, delay)).then(() =>
            driver.invoke("calls", call, "disconnect", []),
          ),
        { call, delay },
      ),
    ]);
    await expect.poll(() => alice.ofCall(call, "status"), { intervals: [10] }).toBe("closed");
    await expect.poll(() => bob.ofCall(round, "status"), { intervals: [10] }).toBe("closed");
    await expect.poll(async () => (await gateway.state()).calls.length, { intervals: [10] }).toBe(0);
  }
});

test.describe("TwiML of the application", () => {
  test("Reject ends an unanswered call, and Hangup ends it after it was answered", async ({
    registered,
    app,
  }) => {
    const alice = await registered("alice", { enableImprovedSignalingErrorPrecision: true });
    app.answer = ({ params }) => params.twiml ?? "";
    await alice.connect({ params: { twiml: `<Reject reason="busy"/>` } });
    await alice.saw("call0", "disconnect");
    expect((await alice.saw("call0", "error")).detail).toMatchObject({ code: 31486 });
    await alice.connect({ params: { twiml: `<Hangup/>` } });
    await alice.saw("call1", "disconnect");
    expect(await alice.names("call1")).not.toContain("error");
  });

  test("Say answers the call, takes as long as the text and ends the call", async ({
    registered,
    app,
    gateway,
  }) => {
    const alice = await registered("alice");
    app.answer = () => `<Say>Hello, this is a test.</Say>`;
    await alice.connect({ params: {} });
    await alice.saw("call0", "accept");
    await alice.saw("call0", "disconnect");
    expect(gateway.log.join("\n")).toContain("says: Hello, this is a test.");
  });

  test("Pause and Redirect hold the caller until Dial connects", async ({ registered, app }) => {
    app.answer = (hook) => {
      if (hook.path === "/voice") return `<Pause length="1"/><Redirect>/held?n=1</Redirect>`;
      return hook.path === "/held?n=1" ? dialTo(hook) : "";
    };
    const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
    await talk(alice, bob, { To: "bob" });
    const [voice] = app.of("/voice");
    const [held] = app.of("/held?n=1");
    expect(held?.signed).toBe(true);
    expect((held?.at ?? 0) - (voice?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    await hearEachOther(alice, bob);
  });

  test("TwiML that cannot be fetched or run ends the call with 31005, and the log says why", async ({
    registered,
    app,
    gateway,
  }) => {
    const alice = await registered("alice");
    for (const [index, answer] of [500, "<Dial>", "<Enqueue>support</Enqueue>"].entries()) {
      app.answer = () => answer;
      await alice.connect({ params: {} });
      await alice.saw(`call${index}`, "disconnect");
      expect((await alice.saw(`call${index}`, "error")).detail).toMatchObject({ code: 31005 });
    }
    const log = gateway.log.join("\n");
    expect(log).toContain("answered 500");
    expect(log).toContain("not well-formed XML");
    expect(log).toContain("<Enqueue> is not supported");
  });

  test("a Dial of a phone number ends as failed", async ({ registered, app, gateway }) => {
    const alice = await registered("alice");
    app.answer = ({ path }) => (path === "/voice" ? `<Dial action="/action">+15551234567</Dial>` : "");
    await alice.connect({ params: {} });
    await alice.saw("call0", "disconnect");
    expect(app.of("/action")[0]?.params.DialCallStatus).toBe("failed");
    expect(gateway.log.join("\n")).toContain("a phone number");
  });
});
