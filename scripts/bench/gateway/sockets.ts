import { type LoadStack, openDevices } from "../../../lib/gateway/testing/load";
import { figureOf, type Row } from "../report/row";

/** What so many idle phones cost the gateway. */
export async function benchSockets({ gateway }: LoadStack, sockets: number): Promise<Row[]> {
  const before = await gateway.state();
  const devices = await openDevices(gateway.port, sockets, "idle");
  const pings: number[] = [];
  for (const device of devices) pings.push(await device.ping());
  const { rssMb } = await gateway.state();
  for (const device of devices) device.close();
  const each = ((rssMb - before.rssMb) * 1024) / sockets;
  return [
    { step: `gateway: memory of ${sockets} registered sockets`, unit: "MiB", figures: ours(rssMb) },
    { step: "gateway: memory of each", unit: "KiB", figures: ours(each) },
    { step: "gateway: ping", unit: "ms", digits: 1, figures: { ours: figureOf(pings) } },
  ];
}

const ours = (value: number) => ({ ours: { value } });
