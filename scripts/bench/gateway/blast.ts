import { type IceClient, rtp } from "../../../lib/gateway/testing/ice";

/** Enough to keep a server busy without overflowing a socket buffer. */
const packetsInFlight = 64;

/** How many packets went through, and how many for each second of the server's processor. */
export interface Blast {
  perSecond: number;
  perCpuSecond: number;
}

/** Sends as many packets as come out again, for so many seconds. `cpuMs` tells the server's processor time so far. */
export async function blast(
  sender: IceClient,
  receiver: IceClient,
  cpuMs: () => Promise<number>,
  forSeconds: number,
): Promise<Blast> {
  const packet = rtp(120);
  let received = 0;
  let sent = 0;
  receiver.socket.removeAllListeners("message");
  receiver.socket.on("message", () => {
    received += 1;
    sender.send(packet);
    sent += 1;
  });
  // Each lost packet lowers the number in flight, so fill it up again.
  const refill = setInterval(() => {
    if (sent > 0 && received === 0) sent = 0;
    for (let n = 0; n < packetsInFlight && sent - received < packetsInFlight; n += 1) {
      sender.send(packet);
      sent += 1;
    }
  }, 10);
  const before = await cpuMs();
  const [begun, base] = [performance.now(), received];
  await new Promise((resolve) => setTimeout(resolve, forSeconds * 1000));
  const seconds = (performance.now() - begun) / 1000;
  const count = received - base;
  const cpuSeconds = ((await cpuMs()) - before) / 1000;
  clearInterval(refill);
  receiver.socket.removeAllListeners("message");
  return { perSecond: count / seconds, perCpuSecond: count / cpuSeconds };
}
