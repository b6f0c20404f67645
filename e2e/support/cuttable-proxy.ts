import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes TCP connections on to a server. `setRefusing(true)` breaks all of them and refuses new ones. */
export async function cuttableProxy(host: string, port: number) {
  const open = new Set<Socket>();
  let refusing = false;
  const server = createServer((client) => {
    if (refusing) return client.destroy();
    const target = connect(port, host);
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
      one.pipe(other);
    }
    return undefined;
  });
  const setRefusing = (value: boolean) => {
    refusing = value;
    if (value) for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address() as AddressInfo;
  return { port: address.port, setRefusing, close: () => server.close() };
}
