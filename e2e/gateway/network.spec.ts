import { hearEachOther, talk } from "./support/phone";
import { expect, test } from "./support/test";

test("a call at an edge with delay rings later than at one without", async ({ registered, gateway }) => {
  await gateway.control("network", { edge: "tokyo", delayMs: 150 });
  const [far, bob, near] = await Promise.all([
    registered("alice", { edge: "tokyo" }),
    registered("bob"),
    registered("carol"),
  ]);
  const ringing = async (phone: typeof far) => {
    const begun = Date.now();
    const call = await phone.connect({ params: { To: "bob" } });
    const { at } = await phone.saw(`call${call}`, "ringing");
    await phone.invoke(call, "disconnect");
    return at - begun;
  };
  expect(await ringing(far)).toBeGreaterThanOrEqual(300);
  // A busy machine may be slow once, so this is tried again. An edge with delay is never fast.
  await expect.poll(() => ringing(near), { timeout: 20_000 }).toBeLessThan(300);
  await expect.poll(() => bob.ofDevice(0, "calls.length")).toBe(0);
});

test("quality warnings are raised on a bad network and cleared on a good one", async ({
  registered,
  gateway,
}) => {
  test.setTimeout(90_000);
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await talk(alice, bob, { To: "bob" });
  await hearEachOther(alice, bob);
  await gateway.control("network", { delayMs: 150, jitterMs: 250, lossPercent: 15 });
  const warnings = ["high-rtt", "high-jitter", "high-packet-loss", "low-mos"];
  const named = async (event: string) =>
    [...(await alice.events("call0")), ...(await bob.events("call0"))]
      .filter((e) => e.event === event)
      .map((e) => e.detail);
  const raised = (event: string) => expect.poll(() => named(event), { timeout: 40_000, intervals: [500] });
  await raised("warning").toEqual(expect.arrayContaining(warnings));
  await gateway.control("reset");
  await raised("warning-cleared").toEqual(expect.arrayContaining(warnings));
  await hearEachOther(alice, bob);
});

test("a call that begins on a line with 20 % loss is heard on both sides all the same", async ({
  registered,
  gateway,
}) => {
  test.setTimeout(90_000);
  const [alice, bob] = await Promise.all([registered("alice"), registered("bob")]);
  await gateway.control("network", { lossPercent: 20 });
  await talk(alice, bob, { To: "bob" });
  for (const phone of [alice, bob]) {
    await expect.poll(() => phone.hears(), { timeout: 40_000 }).toBe(true);
  }
});
