import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { IceClient } from "../../../lib/gateway/testing/ice";
import { type LoadStack, openCalls } from "../../../lib/gateway/testing/load";
import type { Row } from "../report/row";
import { blast } from "./blast";

/** Compares the relay with a bare echo: both receive a packet and send one. */
export async function benchThroughput({ gateway }: LoadStack, seconds: number): Promise<Row[]> {
  const echo = fork(fileURLToPath(new URL("./echo.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  const [{ port }] = (await once(echo, "message")) as [{ port: number }];
  const client = await IceClient.open({ ip: "127.0.0.1", port });
  const bare = await blast(client, client, () => echoCpu(echo), seconds);
  client.close();
  echo.disconnect();

  const { pairs, close } = await openCalls(gateway.port, 1);
  const [pair] = pairs;
  if (!pair) throw new Error("no call");
  const ours = await blast(pair[0], pair[1], async () => (await gateway.state()).cpuMs, seconds);
  close();
  const row = (step: string, figure: keyof typeof bare): Row => ({
    step,
    unit: "packets",
    figures: { bare: { value: bare[figure] }, ours: { value: ours[figure] } },
  });
  return [
    row("gateway: relay a second (bare: UDP echo)", "perSecond"),
    row("gateway: relay a processor second (bare: UDP echo)", "perCpuSecond"),
  ];
}

async function echoCpu(echo: ChildProcess): Promise<number> {
  const reply = once(echo, "message") as Promise<[{ cpuMs: number }]>;
  echo.send("cpu");
  const [{ cpuMs }] = await reply;
  return cpuMs;
}
