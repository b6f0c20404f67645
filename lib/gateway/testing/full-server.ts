import { once } from "node:events";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";

/** A port that accepts no connection: it neither answers nor refuses, as a machine behind a firewall does not. */
export interface FullServer {
  port: number;
  close(): Promise<void>;
}

/** Connections the kernel keeps for a server that does not accept them: more than any needs for a backlog of 1. */
const FILLERS = 16;

/** Listens in a thread that then blocks, so that nothing is accepted, and fills the kernel's queue of connections. */
export async function startFullServer(): Promise<FullServer> {
  const blocked = new SharedArrayBuffer(4);
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
    const server = require("node:net").createServer();
    server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      Atomics.wait(new Int32Array(workerData), 0, 0);
    });`,
    { eval: true, workerData: blocked },
  );
  const [port] = await once(worker, "message");
  const fillers = Array.from({ length: FILLERS }, () => connect(port, "127.0.0.1").on("error", () => {}));
  await Promise.race(fillers.map((filler) => once(filler, "connect")));
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      Atomics.notify(new Int32Array(blocked), 0);
      await worker.terminate();
    },
  };
}
