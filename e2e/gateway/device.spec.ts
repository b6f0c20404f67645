import { mintToken } from "./support/account";
import { hearEachOther, talk } from "./support/phone";
import { expect, test } from "./support/test";

test("a device registers, unregisters, registers again and is destroyed", async ({ registered, gateway }) => {
  const alice = await registered("alice");
  expect(await alice.ofDevice(0, "state")).toBe("registered");
  expect(await alice.ofDevice(0, "identity")).toBe("alice");
  expect(await alice.ofDevice(0, "edge")).toBe("ashburn");
  expect(await alice.ofDevice(0, "home")).toBe("us1");
  await alice.invokeDevice(0, "unregister");
  expect(await alice.ofDevice(0, "state")).toBe("unregistered");
  await alice.register();
  expect(await alice.ofDevice(0, "state")).toBe("registered");
  await alice.invokeDevice(0, "destroy");
  expect(await alice.names("device0")).toEqual([
    "registering",
    "registered",
    "unregistered",
    "registering",
    "registered",
    "unregistered",
    "destroyed",
  ]);
  await expect.poll(async () => (await gateway.state()).sockets).toEqual([]);
});

test("an unregistered device can call but does not ring", async ({ openPhone, registered, app }) => {
  const [alice, bob] = [await openPhone("alice"), await registered("bob")];
  await alice.device();
  await bob.connect({ params: { To: "alice" } });
  await bob.saw("call0", "disconnect");
  expect(app.of("/action")[0]?.params.DialCallStatus).toBe("no-answer");
  await alice.connect({ params: { To: "bob" } });
  await alice.saw("call0", "ringing");
});

test("a device gets the edge that it chose, and can change it", async ({ openPhone }) => {
  const alice = await openPhone("alice");
  await alice.device({ edge: "tokyo" });
  await alice.register();
  expect(await alice.ofDevice(0, "edge")).toBe("tokyo");
  await alice.invokeDevice(0, "updateOptions", { edge: ["frankfurt", "dublin"] });
  await expect.poll(() => alice.ofDevice(0, "edge")).toBe("frankfurt");
  await expect.poll(() => alice.ofDevice(0, "state")).toBe("registered");
});

test("bad tokens are refused with Twilio's codes", async ({ openPhone }) => {
  const alice = await openPhone("alice");
  const refusals = [
    { token: mintToken("alice", { secret: "not the secret" }), code: 20101 },
    { token: mintToken("alice", { ttlSeconds: -1 }), code: 20104 },
    { token: mintToken("alice", { incoming: false }), code: 20151 },
  ];
  for (const [index, { token, code }] of refusals.entries()) {
    await alice.device({}, token);
    // The promise of the SDK never settles after a refusal; it only emits the error event.
    void alice.invokeDevice(index, "register").catch(() => {});
    expect((await alice.saw(`device${index}`, "error")).detail).toMatchObject({ code });
  }
});

test("a token without the outgoing grant cannot call", async ({ openPhone }) => {
  const alice = await openPhone("alice");
  await alice.device(
    { enableImprovedSignalingErrorPrecision: true },
    mintToken("alice", { outgoing: false }),
  );
  await alice.register();
  await alice.connect({ params: { To: "bob" } });
  await alice.saw("call0", "disconnect");
  await alice.saw("call0", "error");
});

test("tokenWillExpire is emitted in time, and calls survive both a new token and one that expires", async ({
  openPhone,
  registered,
}) => {
  const bob = await registered("bob");
  const alice = await openPhone("alice");
  const begun = Date.now();
  await alice.device({ tokenRefreshMs: 2_000 }, mintToken("alice", { ttlSeconds: 6 }));
  await alice.register();
  await talk(alice, bob, { To: "bob" });

  const { at } = await alice.saw("device0", "tokenWillExpire");
  expect(at - begun).toBeGreaterThan(2_000);
  expect(at - begun).toBeLessThan(6_000);
  await alice.invokeDevice(0, "updateToken", mintToken("alice", { ttlSeconds: 5 }));
  await hearEachOther(alice, bob);
  expect(await alice.ofCall(0, "status")).toBe("open");

  expect((await alice.saw("device0", "error")).detail).toMatchObject({ code: 20104 });
  await alice.saw("device0", "unregistered");
  expect(await alice.ofCall(0, "status")).toBe("open");
  await hearEachOther(alice, bob);
  await alice.invokeDevice(0, "updateToken", mintToken("alice"));
  await alice.saw("device0", "registered", { times: 2 });
  await bob.invoke(0, "disconnect");
  await alice.saw("call0", "disconnect");
});

test("a device in a call is busy; with call waiting it is offered a second call", async ({ registered }) => {
  const [alice, bob, carol] = await Promise.all([
    registered("alice"),
    registered("bob", { allowIncomingWhileBusy: true }),
    registered("carol"),
  ]);
  await talk(alice, bob, { To: "bob" });
  expect(await bob.ofDevice(0, "isBusy")).toBe(true);
  await carol.connect({ params: { To: "bob" } });
  await bob.saw("device0", "incoming", { times: 2 });
  expect(await bob.ofDevice(0, "calls.length")).toBe(1);
  await bob.invoke(1, "accept");
  await carol.saw("call0", "accept");
  await alice.saw("call0", "disconnect");

  // Alice's device has no call waiting: while she talks, it ignores further calls.
  await alice.connect({ params: { To: "carol" } });
  expect(await alice.names("device0")).not.toContain("incoming");
});

test("preflight completes with a report", async ({ openPhone, app }) => {
  app.answer = () => `<Say>This is the end of a test that takes about three seconds.</Say>`;
  const alice = await openPhone("alice");
  const report = await alice.page.evaluate((token) => driver.preflight(token), mintToken("alice"));
  expect(report).toMatchObject({
    outcome: "completed",
    edge: "ashburn",
    callSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
  });
  expect(report.events).toContain("connected");
  expect(report.events).toContain("sample");
});

test("preflight with an expired token fails with its code", async ({ openPhone }) => {
  const alice = await openPhone("alice");
  const report = await alice.page.evaluate(
    (token) => driver.preflight(token),
    mintToken("alice", { ttlSeconds: -1 }),
  );
  expect(report).toMatchObject({ outcome: "failed", code: 20104 });
});
