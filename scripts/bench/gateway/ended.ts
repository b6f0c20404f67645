import { type LoadStack, percentile } from "../../../lib/gateway/testing/load";
import { measureVoiceFlow, openVoiceCalls } from "../../../lib/gateway/testing/voice-load";
import type { Row } from "../report/row";

/**
 * What calls cost whose sound ends at the gateway, each with two legs. The delay is that from the beginning of a tone at one client to
 * its arrival at the other: of it, 20 ms are a packet, and some 40 to 60 ms are held back so that late packets are not missed.
 */
export async function benchEnded({ gateway }: LoadStack, calls: number, seconds: number): Promise<Row[]> {
  const { pairs, close } = await openVoiceCalls(gateway.port, calls);
  const [before, begun] = [await gateway.state(), performance.now()];
  const { delays, received, lost } = await measureVoiceFlow(pairs, seconds);
  const cpuMs = (await gateway.state()).cpuMs - before.cpuMs;
  const elapsed = performance.now() - begun;
  await close();
  const legs = calls * 2;
  const row = (step: string, unit: string, digits: number, value: number): Row => ({
    step: `gateway: ${step}, ${legs} ended legs`,
    unit,
    digits,
    figures: { ours: { value } },
  });
  return [
    row("processor of each leg", "%", 2, (cpuMs / elapsed / legs) * 100),
    row("delay of a tone, p50", "ms", 1, percentile(delays, 0.5)),
    row("delay of a tone, p99", "ms", 1, percentile(delays, 0.99)),
    row("packets lost", "%", 3, (lost / (received + lost)) * 100),
  ];
}
