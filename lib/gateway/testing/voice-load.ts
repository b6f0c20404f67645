import { energy } from "./measure";
import { VoiceClient } from "./voice-client";
import { until, type VoiceMedia } from "./voice-media";

/** Both ends of one call whose sound ends at the gateway. */
export type VoicePair = readonly [caller: VoiceMedia, callee: VoiceMedia];

/** Sets up `count` calls in which nobody speaks yet. The gateway's application must dial the identity in `To`. */
export async function openVoiceCalls(
  port: number,
  count: number,
): Promise<{ pairs: VoicePair[]; close(): Promise<void> }> {
  const clients: VoiceClient[] = [];
  const pairs: VoicePair[] = [];
  for (let n = 0; n < count; n += 1) {
    const [caller, callee] = [
      await VoiceClient.open(port, `caller_${n}`),
      await VoiceClient.open(port, `callee_${n}`),
    ];
    clients.push(caller, callee);
    const answered = callee.answers();
    const call = await caller.call({ To: `callee_${n}` });
    pairs.push([call.media, (await answered).media]);
  }
  await until(
    () => pairs.flat().every(({ frames }) => frames.length > 10),
    30,
    () => "no sound",
  );
  return {
    pairs,
    async close() {
      for (const client of clients) await client.close();
    },
  };
}

/** The delays (ms) from the beginning of a tone at one end to its arrival at the other, and what was lost towards the clients. */
export interface VoiceFlow {
  delays: number[];
  received: number;
  lost: number;
}

/** One side of each call says a tone of 100 ms twice a second, in turns. */
export async function measureVoiceFlow(pairs: readonly VoicePair[], seconds: number): Promise<VoiceFlow> {
  const all = pairs.flat();
  const delays: number[] = [];
  const before = { received: sum(all, ({ frames }) => frames.length), lost: sum(all, ({ lost }) => lost) };
  for (let turn = 0; turn < seconds * 2; turn += 1) {
    for (const pair of pairs) {
      const [from, to] = turn % 2 === 0 ? pair : [pair[1], pair[0]];
      // Not all in one moment.
      setTimeout(() => say(from, to, delays), Math.random() * 200);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return {
    delays,
    received: sum(all, ({ frames }) => frames.length) - before.received,
    lost: sum(all, ({ lost }) => lost) - before.lost,
  };
}

function say(from: VoiceMedia, to: VoiceMedia, delays: number[]): void {
  const begun = performance.now();
  from.hertz = 1_000;
  setTimeout(() => {
    from.hertz = undefined;
  }, 100);
  to.onFrame = (frame) => {
    if (energy(frame) < 0.05) return;
    delays.push(performance.now() - begun);
    to.onFrame = () => {};
  };
}

function sum(all: readonly VoiceMedia[], of: (one: VoiceMedia) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
