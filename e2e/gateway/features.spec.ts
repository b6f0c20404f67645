import { AUDIBLE, hearEachOther, talk } from "./support/phone";
import { expect, test } from "./support/test";

/** Characters that must survive every encoding on the way. */
const ODD = "我不吃蛋 + a=b&c%20d <x> \"q\" 'é'";

test("custom parameters of connect and of TwiML arrive unchanged", async ({ registered, app }) => {
  const escaped = ODD.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  app.answer = ({ path }) =>
    path === "/voice"
      ? `<Dial answerOnBridge="true" callerId="client:anonymous"><Client><Identity>bob</Identity>` +
        `<Parameter name="odd" value="${escaped}"/><Parameter name="twice" value="1"/>` +
        `<Parameter name="twice" value="2"/><Parameter name="名" value="ok"/></Client></Dial>`
      : "";
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await alice.connect({
    params: { To: "bob", odd: ODD, 名: "値", From: "client:mallory", CallSid: "CAfake" },
  });
  await bob.saw("device0", "incoming");
  const asked = app.of("/voice")[0];
  expect(asked?.signed).toBe(true);
  expect(asked?.params).toMatchObject({ odd: ODD, 名: "値", From: "client:alice" });
  expect(asked?.params.CallSid).not.toBe("CAfake");
  expect(await bob.ofCall(0, "customParameters.odd")).toBe(ODD);
  expect(await bob.ofCall(0, "customParameters.twice")).toBe("2");
  expect(await bob.ofCall(0, "customParameters.名")).toBe("ok");
  expect(await bob.ofCall(0, "parameters.From")).toBe("client:anonymous");
});

test("digits are sent as tones in the audio, or over signalling where the browser cannot", async ({
  registered,
  gateway,
}) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await talk(alice, bob, { To: "bob" });
  await alice.invoke(0, "mute", true);
  await expect.poll(() => bob.loudness(0, 1_000)).toBeLessThan(AUDIBLE / 10);
  const heard = bob.hears(0, 5_000);
  await alice.invoke(0, "sendDigits", "123");
  expect(await heard).toBe(true);

  await bob.page.evaluate(() => {
    Object.defineProperty(RTCDTMFSender.prototype, "canInsertDTMF", { get: () => false });
  });
  await bob.invoke(0, "sendDigits", "4w5#");
  await expect.poll(() => gateway.log.join("\n")).toContain("bob dials 4 digits");
});

test("a message of a device is acknowledged, and one of the application reaches a device", async ({
  registered,
  gateway,
}) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await talk(alice, bob, { To: "bob" });
  const message = { content: { text: ODD }, messageType: "user-defined-message" };
  await alice.invoke(0, "sendMessage", message);
  expect((await alice.saw("call0", "messageSent")).detail).toMatchObject(message);

  const callSid = await bob.ofCall(0, "parameters.CallSid");
  await gateway.control("message", { callSid, content: { n: 1 }, messageType: "user-defined-message" });
  expect((await bob.saw("call0", "messageReceived")).detail).toMatchObject({ content: { n: 1 } });
});

for (const [what, message, code] of [
  ["of an unknown type", { content: 1, messageType: "nonsense" }, 31210],
  ["of more than 10 KiB", { content: "x".repeat(10_300), messageType: "user-defined-message" }, 31212],
] as const) {
  test(`a message ${what} is refused with ${code}`, async ({ registered }) => {
    const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
    await talk(alice, bob, { To: "bob" });
    await alice.invoke(0, "sendMessage", message);
    expect((await alice.saw("call0", "error")).detail).toMatchObject({ code });
    expect(await alice.names("call0")).not.toContain("messageSent");
  });
}

test("a call has streams, volume events, samples, the preferred codec and feedback", async ({
  registered,
}) => {
  const codecs = { codecPreferences: ["pcmu", "opus"] };
  const [alice, bob] = await Promise.all([registered("alice", codecs), registered("bob", codecs)]);
  await talk(alice, bob, { To: "bob" });
  await expect
    .poll(() => alice.page.evaluate(() => driver.last("sample", 0)))
    .toMatchObject({ codecName: "PCMU" });
  await expect
    .poll(() => alice.page.evaluate(() => driver.last("volume", 0)))
    .toMatchObject({ input: expect.any(Number), output: expect.any(Number) });
  expect(await alice.ofCall(0, "getLocalStream.active")).toBe(true);
  expect(await alice.ofCall(0, "getRemoteStream.active")).toBe(true);
  expect(await alice.ofCall(0, "direction")).toBe("OUTGOING");
  expect(await bob.ofCall(0, "direction")).toBe("INCOMING");
  await hearEachOther(alice, bob);
  expect(await alice.names("call0")).toContain("audio");
  // Feedback goes to Twilio's insights, which the test answers instead of Twilio.
  const posted = alice.page.waitForRequest((request) => request.postData()?.includes("feedback") ?? false);
  await alice.invoke(0, "postFeedback", 4, "echo");
  const insight = (await posted).postDataJSON();
  expect(insight.payload).toMatchObject({ quality_score: 4, issue_name: "echo" });
  expect(insight.payload.call_sid).toBe(await alice.ofCall(0, "parameters.CallSid"));
});

test("the status of a call is connecting, ringing, open and closed in turn", async ({ registered }) => {
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await alice.connect({ params: { To: "bob" } });
  const seen = new Set([await alice.ofCall(0, "status")]);
  await alice.saw("call0", "ringing");
  seen.add(await alice.ofCall(0, "status"));
  expect(await bob.saw("device0", "incoming").then(() => bob.ofCall(0, "status"))).toBe("pending");
  await bob.invoke(0, "accept");
  await alice.saw("call0", "accept");
  seen.add(await alice.ofCall(0, "status"));
  await alice.invokeDevice(0, "disconnectAll");
  await bob.saw("call0", "disconnect");
  seen.add(await alice.ofCall(0, "status"));
  expect([...seen].filter((status) => status !== "connecting")).toEqual(["ringing", "open", "closed"]);
});

test("another device of the same identity takes over a ringing call by its connectToken, one of another identity cannot", async ({
  registered,
  openPhone,
  app,
}) => {
  const [alice, desk, mobile, mallory] = await Promise.all([
    registered("alice"),
    registered("bob"),
    openPhone("bob"),
    openPhone("mallory"),
  ]);
  await alice.connect({ params: { To: "bob" } });
  await desk.saw("device0", "incoming");
  const connectToken = await desk.ofCall(0, "connectToken");

  await mallory.device();
  await mallory.connect({ connectToken });
  await mallory.saw("call0", "disconnect");
  expect(await desk.ofCall(0, "status")).toBe("pending");

  await mobile.device();
  await mobile.connect({ connectToken });
  await desk.saw("call0", "cancel");
  await Promise.all([alice.saw("call0", "accept"), mobile.saw("call0", "accept")]);
  await hearEachOther(alice, mobile);
  expect(await mobile.ofCall(0, "parameters.From")).toBe("client:alice");
  await mobile.invoke(0, "disconnect");
  await alice.saw("call0", "disconnect");
  await expect.poll(() => app.of("/action")[0]?.params.DialCallStatus).toBe("completed");
});
