import { createSocket, type Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import type { RelayAddress } from "./sdp";
import type { Address } from "./stun";

/** Enough for the packets of a few hundred calls that arrive while the event loop is busy. */
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/** A machine with many virtual networks has an address in each. One is enough for a browser on this machine. */
const MAX_NEAR_SOCKETS = 4;

/** A UDP socket of the relay, with the addresses under which browsers reach it. */
export interface UdpSocket {
  readonly socket: Socket;
  readonly addresses: readonly RelayAddress[];
  /** Whether packets from that IPv4 address are taken. */
  accepts(ip: string): boolean;
}

/** An address from which a packet came, and the socket on which it came: answers must leave by the same one. */
export interface Path extends Address {
  readonly socket: Socket;
}

/**
 * Binds the relay's sockets: one on `host` and, when that is a loopback address, one on each other IPv4 address of this
 * machine, for browsers on this machine that do not use loopback in a call.
 *
 * Firefox is such a browser: it gathers no loopback candidate (`media.peerconnection.ice.loopback` is false) and pairs
 * none with a remote loopback candidate, so with 127.0.0.1 alone its calls have no sound. The other sockets take
 * packets of this machine only, so that a gateway on loopback stays closed to the network.
 *
 * Rejects when `host` cannot be bound. Another address that cannot be bound is left out.
 */
export async function openUdpSockets(host: string, own: () => string[] = ownAddresses): Promise<UdpSocket[]> {
  const mine = own();
  const main = await bind(host);
  const ips = host === "0.0.0.0" ? mine : [host];
  const sockets: UdpSocket[] = [{ ...listed(main, ips), accepts: () => true }];
  if (!isLoopback(host)) return sockets;
  for (const ip of mine.filter((one) => !isLoopback(one)).slice(0, MAX_NEAR_SOCKETS)) {
    const socket = await bind(ip).catch(() => undefined);
    if (socket) sockets.push({ ...listed(socket, [ip]), accepts: (from) => mine.includes(from) });
  }
  return sockets;
}

async function bind(host: string): Promise<Socket> {
  const socket = createSocket({
    type: "udp4",
    // Addresses are numeric already. Node's own lookup would put each packet through the resolver's queue.
    lookup: (address, _options, done) => done(null, address, 4),
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, host, () => {
      socket.off("error", reject);
      resolve();
    });
  });
  socket.setRecvBufferSize(SOCKET_BUFFER_BYTES);
  socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
  return socket;
}

function listed(socket: Socket, ips: readonly string[]) {
  const { port } = socket.address();
  return { socket, addresses: ips.map((ip) => ({ ip, port })) };
}

function isLoopback(ip: string): boolean {
  return ip.startsWith("127.");
}

/** The IPv4 addresses of this machine, loopback last. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const ipv4 = all.filter((one) => one.family === "IPv4");
  return [...ipv4.filter((one) => !one.internal), ...ipv4.filter((one) => one.internal)].map(
    (one) => one.address,
  );
}
