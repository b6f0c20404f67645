import { type LoadStack, startLoadStack } from "../../../lib/gateway/testing/load";
import type { PartReport, Row } from "../report/row";
import { benchEnded } from "./ended";
import { benchFlow } from "./flow";
import { benchMixed } from "./mixed";
import { benchSetup } from "./setup";
import { benchSockets } from "./sockets";
import { benchThroughput } from "./throughput";

const whole = {
  sockets: 1_000,
  calls: 300,
  blastSeconds: 5,
  flowSeconds: 10,
  speaking: [10, 50, 200],
  ended: [1, 3, 10, 25],
  mixed: [2, 5, 20, 50],
};
const short = {
  sockets: 200,
  calls: 50,
  blastSeconds: 2,
  flowSeconds: 3,
  speaking: [10, 50],
  ended: [1, 10],
  mixed: [2, 5],
};

/**
 * Measures what the local voice gateway costs and carries, without a browser. Throughput is compared with a bare UDP echo
 * in Node.js, and delays with packets that are sent at the same time without the gateway.
 */
export async function benchGateway(quick: boolean): Promise<PartReport> {
  const { sockets, calls, blastSeconds, flowSeconds, speaking, ended, mixed } = quick ? short : whole;
  const rows = [
    ...(await withStack((stack) => benchSockets(stack, sockets))),
    ...(await withStack((stack) => benchSetup(stack, calls))),
    ...(await withStack((stack) => benchThroughput(stack, blastSeconds))),
  ];
  for (const count of speaking) {
    rows.push(...(await withStack((stack) => benchFlow(stack, count, flowSeconds))));
  }
  const media = { VOICE_GATEWAY_MEDIA: "ended" };
  for (const count of ended) {
    rows.push(...(await withStack((stack) => benchEnded(stack, count, flowSeconds), media)));
  }
  for (const legs of mixed) {
    rows.push(...(await withStack((stack) => benchMixed(stack, legs, flowSeconds), media)));
  }
  return { rows };
}

async function withStack(
  run: (stack: LoadStack) => Promise<Row[]>,
  settings: Record<string, string> = {},
): Promise<Row[]> {
  const stack = await startLoadStack(settings);
  try {
    return await run(stack);
  } finally {
    await stack.close();
  }
}
