import { type LoadStack, openDevices } from "../../../lib/gateway/testing/load";
import { figureOf, type Row } from "../report/row";

const callsAtOnce = 20;

/** How fast the gateway sets up calls, many at once, until there were so many. */
export async function benchSetup({ gateway }: LoadStack, calls: number): Promise<Row[]> {
  const callers = await openDevices(gateway.port, callsAtOnce, "caller");
  const callees = await openDevices(gateway.port, callsAtOnce, "callee");
  const took: number[] = [];
  const before = await gateway.state();
  const begun = performance.now();
  await Promise.all(
    callers.map(async (caller, index) => {
      const callee = callees[index];
      if (!callee) return;
      while (took.length < calls) {
        const dialled = performance.now();
        const { callsid } = await caller.call(callee);
        took.push(performance.now() - dialled);
        await caller.hangUp(callsid, callee);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const cpu = (await gateway.state()).cpuMs - before.cpuMs;
  for (const device of [...callers, ...callees]) device.close();
  return [
    {
      step: `gateway: calls set up and ended, ${callsAtOnce} at once`,
      unit: "/s",
      figures: { ours: { value: took.length / seconds } },
    },
    {
      step: "gateway: processor time of a call",
      unit: "ms",
      digits: 1,
      figures: { ours: { value: cpu / took.length } },
    },
    {
      step: "gateway: from dialling to answered",
      unit: "ms",
      digits: 1,
      figures: { ours: figureOf(took) },
    },
  ];
}
