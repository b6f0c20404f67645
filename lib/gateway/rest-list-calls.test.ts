import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CallsRestRig } from "./testing/calls-rest";
import type { Rig } from "./testing/rig";

let rest: CallsRestRig;
let rig: Rig;

beforeEach(async () => {
  rest = await CallsRestRig.open("ended");
  ({ rig } = rest);
});
afterEach(async () => {
  expect(await rest.close()).toEqual([]);
});

/** Makes a call to a client, which ends at once if that client has no device. */
async function make(to: string, from = "client:desk"): Promise<string> {
  const twiml = `<Response><Pause length="10"/></Response>`;
  const { sid } = await rest.calls.create({ to: `client:${to}`, from, twiml });
  await rig.clock.advance(0);
  return sid;
}

const sids = async (filter: Parameters<typeof rest.calls.list>[0] = {}) =>
  (await rest.calls.list(filter)).map(({ sid }) => sid);

test("the call that began last comes first, whichever has ended", async () => {
  const bob = await rig.device("bob");
  const first = await make("bob");
  const second = await make("nobody");
  bob.answer();
  await rig.clock.advance(0);
  const third = await make("bob");
  expect(await sids()).toEqual([third, second, first]);
  await rest.calls(first).update({ status: "completed" });
  expect(await sids()).toEqual([third, second, first]);
});

describe("the list is narrowed", () => {
  test("by To, From and Status", async () => {
    const bob = await rig.device("bob");
    const toBob = await make("bob");
    const missed = await make("nobody", "client:other");
    expect(await sids({ to: "client:bob" })).toEqual([toBob]);
    expect(await sids({ from: "client:other" })).toEqual([missed]);
    expect(await sids({ status: "no-answer" })).toEqual([missed]);
    expect(await sids({ status: "ringing", to: "client:bob" })).toEqual([toBob]);
    expect(await sids({ status: "ringing", to: "client:nobody" })).toEqual([]);
    bob.answer();
    expect(await sids({ status: "in-progress" })).toEqual([toBob]);
    const wrong = { status: "hungry" as "busy" };
    await expect(rest.calls.list(wrong)).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  test("by the call whose Dial made it", async () => {
    const [alice, bob] = await rig.devices("alice", "bob");
    rig.app.answers.set("/voice", `<Dial><Client>bob</Client><Client>nobody</Client></Dial>`);
    await rig.placeCall(alice);
    await rig.clock.advance(0);
    const parent = alice.last("answer").callsid;
    const children = await rest.calls.list({ parentCallSid: parent });
    expect(children.map(({ to }) => to)).toEqual(["client:nobody", "client:bob"]);
    expect(children[1]?.sid).toBe(bob.last("invite").callsid);
    expect(children.every(({ parentCallSid }) => parentCallSid === parent)).toBe(true);
  });

  test("by the times of its start and end", async () => {
    const early = await make("nobody");
    const noon = new Date(rig.clock.now() + 60_000);
    await rig.clock.advance(120_000);
    await rig.device("bob");
    const late = await make("bob");
    expect(await sids({ startTimeBefore: noon })).toEqual([early]);
    expect(await sids({ startTimeAfter: noon })).toEqual([late]);
    expect(await sids({ startTime: new Date(rig.clock.now()) })).toEqual([late]);
    expect(await sids({ endTimeBefore: noon })).toEqual([early]);
    // A call that goes on has no end.
    expect(await sids({ endTimeAfter: new Date(0) })).toEqual([early]);
  });
});

test("pages follow each other without a gap, although calls begin and are deleted meanwhile", async () => {
  const made: string[] = [];
  for (let n = 0; n < 7; n += 1) made.unshift(await make("nobody"));
  const first = await rest.calls.page({ pageSize: 3, from: "client:desk" });
  expect(first.instances.map(({ sid }) => sid)).toEqual(made.slice(0, 3));
  await make("nobody");
  await rest.calls(made[2] ?? "").remove();
  const second = await first.nextPage();
  expect(second?.instances.map(({ sid }) => sid)).toEqual(made.slice(3, 6));
  expect(second?.nextPageUrl).toContain("From=client%3Adesk");
  const third = await second?.nextPage();
  expect(third?.instances.map(({ sid }) => sid)).toEqual(made.slice(6));
  expect(await sids({ pageSize: 2 })).toHaveLength(7);
});
