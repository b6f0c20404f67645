import { type LoadStack, percentile } from "../../../lib/gateway/testing/load";
import { type Group, openDirect, openGroups, splitLegs } from "../../../lib/gateway/testing/voice-groups";
import { type Onsets, takeTurns } from "../../../lib/gateway/testing/voice-turns";
import type { Figure, Row } from "../report/row";

/** Pairs that are connected without a gateway. */
const DIRECT_PAIRS = 3;

/**
 * What a mixed load costs: about half of the legs in calls of two, the others in one conference. In each, one after the other
 * speaks. Bare: pairs of the same clients that are connected to each other without a gateway, in the same moments. So the delay
 * that the gateway adds, with the way to it and from it, is the difference of the medians.
 */
export async function benchMixed({ gateway }: LoadStack, legs: number, seconds: number): Promise<Row[]> {
  const { groups, close } = await openGroups(gateway.port, legs);
  const direct = await Promise.all(Array.from({ length: DIRECT_PAIRS }, openDirect));
  // A conference begins with the second member: this turn is not counted.
  await takeTurns(groups, 1);
  const [before, begun, packets] = [await gateway.state(), performance.now(), counted(groups)];
  const onsets = await takeTurns([...direct.map(({ group }) => group), ...groups], seconds);
  const cpuMs = (await gateway.state()).cpuMs - before.cpuMs;
  const elapsed = performance.now() - begun;
  // The gateway reports once a second what it has received.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const after = counted(groups);
  for (const pair of direct) await pair.close();
  await close();

  const { calls, conference } = splitLegs(legs);
  const load = `${calls * 2} legs in calls${conference > 0 ? ` and ${conference} in a conference` : ""}`;
  const row = (step: string, unit: string, digits: number, figures: Row["figures"]): Row => ({
    step: `gateway: ${step}, ${load}`,
    unit,
    digits,
    figures,
  });
  const [bare, ours] = [together(onsets.slice(0, DIRECT_PAIRS)), together(onsets.slice(DIRECT_PAIRS))];
  const at = (share: number) => ({ bare: delay(bare, share), ours: delay(ours, share) });
  const received = after.received - packets.received;
  const [lost, lostThere] = [after.lost - packets.lost, after.lostThere - packets.lostThere];
  return [
    row("processor of each leg", "%", 2, { ours: { value: (cpuMs / elapsed / legs) * 100 } }),
    row("delay of a tone, p50", "ms", 1, at(0.5)),
    row("delay of a tone, p99", "ms", 1, at(0.99)),
    row("delay added to a tone, p50", "ms", 1, {
      ours: { value: delay(ours, 0.5).value - delay(bare, 0.5).value },
    }),
    row("tones not heard", "%", 2, { bare: unheard(bare), ours: unheard(ours) }),
    row("packets lost to the clients", "%", 3, { ours: { value: (lost / (received + lost)) * 100 } }),
    // As many are sent in one direction as in the other.
    row("packets lost from the clients", "%", 3, { ours: { value: (lostThere / (received + lost)) * 100 } }),
  ];
}

function counted(groups: readonly Group[]) {
  const all = groups.flat().map(({ media }) => media);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    received: sum(all.map(({ frames }) => frames.length)),
    lost: sum(all.map(({ lost }) => lost)),
    lostThere: sum(all.map(({ lostThere }) => lostThere)),
  };
}

function together(onsets: readonly Onsets[]): Onsets {
  return {
    delays: onsets.flatMap(({ delays }) => delays),
    expected: onsets.reduce((total, { expected }) => total + expected, 0),
  };
}

function delay({ delays }: Onsets, share: number): Figure {
  return { value: percentile(delays, share) };
}

function unheard({ delays, expected }: Onsets): Figure {
  return { value: (1 - delays.length / expected) * 100 };
}
