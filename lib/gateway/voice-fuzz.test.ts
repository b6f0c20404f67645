import { afterEach, beforeEach, expect, test } from "vitest";
import { garbage } from "./testing/garbage";
import { type LoadStack, startLoadStack } from "./testing/load";
import { soak } from "./testing/soak";
import { openVoiceCalls } from "./testing/voice-load";

let stack: LoadStack;

beforeEach(async () => {
  stack = await startLoadStack({ VOICE_GATEWAY_MEDIA: "ended" });
});

afterEach(async () => {
  await stack.close();
});

const BATCH = 100;

// The gateway has a process of its own, which an error that nobody catches would end, and whose memory is its own.
test("on a call that ends at the gateway, packets that are wrong or repeated end nothing and cost no memory", async ({
  annotate,
}) => {
  const { pairs, close } = await openVoiceCalls(stack.gateway.port, 1);
  const [pair] = pairs;
  if (!pair) throw new Error("no call");
  const [alice, bob] = pair;
  const talk = async (aliceHz: number, bobHz: number) => {
    [alice.hertz, bob.hertz] = [aliceHz, bobHz];
    await Promise.all([alice.hears(bobHz), bob.hears(aliceHz)]);
  };
  await talk(500, 900);
  const flood = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await alice.inject(garbage(alice.sent, n));
      // What has come before, and was right then.
      await bob.inject(bob.sent[n % bob.sent.length] ?? Buffer.alloc(1));
      if (n % BATCH === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  // So that what a process takes once is not counted.
  await flood(5_000);
  const before = (await stack.gateway.state()).rssMb;
  const count = soak(20_000, 1_000_000);
  await flood(count);
  const after = (await stack.gateway.state()).rssMb;
  await annotate(`${count} packets: ${before} MB before, ${after} MB after`);
  await talk(1_900, 2_300);
  const lines = stack.gateway.log.filter((line) => /DTLS|Unhandled|Error/.test(line));
  expect(lines.length).toBeLessThan(5);
  expect(after - before).toBeLessThan(30);
  await close();
}, 900_000);
