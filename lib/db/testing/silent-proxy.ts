import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy whose open connections can go silent, as sockets do while a machine or its network is frozen. */
export interface SilentProxy {
  readonly port: number;
  /** How many connections it has had. */
  readonly connections: number;
  /** From now on the connections that are open carry nothing. New ones work. */
  freeze(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server of this machine. */
export async function startSilentProxy(targetPort: number): Promise<SilentProxy> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((near) => {
    connections++;
    const far = connect(targetPort, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => open.delete(one));
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    get connections() {
      return connections;
    },
    freeze() {
      for (const socket of open) socket.unpipe().pause();
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
