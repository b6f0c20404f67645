import { RestTap } from "../../lib/gateway/testing/rest-tap";
import { account } from "./support/account";
import { expect, test } from "./support/test";

/** A tone counts as heard from this amplitude on. The tones of these tests have about 0.3, and silence stays below 0.001. */
const HEARD = 0.05;

test("REST rings a client, changes what it hears while it hears it, and ends the call", async ({
  registered,
  app,
  gateway,
}) => {
  app.answer = ({ path }) => (path === "/answered" ? `<Play loop="0">/tone-440.wav</Play>` : "");
  const bob = await registered("bob");
  const tap = await RestTap.open(gateway.port);
  try {
    const client = tap.client(account.TWILIO_ACCOUNT_SID, account.TWILIO_AUTH_TOKEN);
    const heard = () => bob.levels([440, 620]);
    const created = await client.calls.create({
      to: "client:bob?ticket=7",
      from: "client:desk",
      url: `${app.origin}/answered`,
      statusCallback: `${app.origin}/progress`,
      statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
    });
    expect(created).toMatchObject({ status: "queued", direction: "outbound-api" });
    await bob.saw("device0", "incoming");
    expect(await bob.ofCall(0, "parameters.From")).toBe("client:desk");
    expect(await bob.ofCall(0, "parameters.CallSid")).toBe(created.sid);
    expect((await client.calls(created.sid).fetch()).status).toBe("ringing");
    await bob.invoke(0, "accept");
    await bob.saw("call0", "accept");

    await expect.poll(async () => (await heard())[0] ?? 0, { intervals: [50] }).toBeGreaterThan(HEARD);
    const before = await heard();
    expect(before[1]).toBeLessThan((before[0] ?? 0) / 20);

    const twiml = `<Response><Play loop="0">${app.origin}/tone-620.wav</Play></Response>`;
    await client.calls(created.sid).update({ twiml });
    await expect.poll(async () => (await heard())[1] ?? 0, { intervals: [50] }).toBeGreaterThan(HEARD);
    const after = await heard();
    expect(after[0]).toBeLessThan((after[1] ?? 0) / 20);

    await client.calls(created.sid).update({ status: "completed" });
    await bob.saw("call0", "disconnect");
    expect(await bob.names("call0")).not.toContain("error");
    await expect.poll(() => app.of("/progress").length).toBe(4);
    expect(app.of("/progress").map(({ params }) => params.CallStatus)).toEqual([
      "initiated",
      "ringing",
      "in-progress",
      "completed",
    ]);
    expect(app.of("/answered")).toMatchObject([{ params: { Direction: "outbound-api" } }]);
    expect(tap.problems()).toEqual([]);
  } finally {
    tap.close();
  }
});
