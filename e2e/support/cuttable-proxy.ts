import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * Passes TCP connections on to a server. `setRefusing(true)` breaks all of them and refuses new ones; `cut` breaks those that
 * are open now. `setHolding` keeps back the answers to requests whose first line matches, as a proxy does that waits for the
 * end of an answer before it passes it on.
 */
export async function cuttableProxy(host: string, port: number) {
  const open = new Set<Socket>();
  let refusing = false;
  let held: RegExp | null = null;
  const server = createServer((client) => {
    if (refusing) return client.destroy();
    const target = connect(port, host);
    let holding = false;
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.on("end", () => other.end());
    }
    client.on("data", (chunk) => {
      holding = held?.test(chunk.toString("latin1").split("\r\n", 1)[0] ?? "") ?? false;
      if (!target.write(chunk)) pauseUntilDrained(client, target);
    });
    target.on("data", (chunk) => {
      if (!holding && !client.write(chunk)) pauseUntilDrained(target, client);
    });
    return undefined;
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    cut,
    setRefusing(value: boolean) {
      refusing = value;
      if (value) cut();
    },
    setHolding(firstLine: RegExp | null) {
      held = firstLine;
    },
    close: () => server.close(),
  };
}

function pauseUntilDrained(from: Socket, to: Socket): void {
  from.pause();
  to.once("drain", () => from.resume());
}
