import { type LoadStack, lossPercent, measureFlow, openCalls } from "../../../lib/gateway/testing/load";
import type { Row } from "../report/row";

/** What the relay adds to the way of a packet when so many calls speak. Bare: packets that are sent without it, meanwhile. */
export async function benchFlow({ gateway }: LoadStack, calls: number, seconds: number): Promise<Row[]> {
  const { pairs, close } = await openCalls(gateway.port, calls);
  const { relayed, direct } = await measureFlow(pairs, seconds);
  close();
  const delay = (share: "p50" | "p99"): Row => ({
    step: `gateway: delay of a packet, ${calls} calls, ${share}`,
    unit: "ms",
    digits: 1,
    figures: { bare: { value: direct[share] }, ours: { value: relayed[share] } },
  });
  return [
    delay("p50"),
    delay("p99"),
    {
      step: `gateway: packets lost, ${calls} calls`,
      unit: "%",
      digits: 3,
      figures: { ours: { value: lossPercent(relayed) } },
    },
  ];
}
