// The floor of the relay, a process of its own: it sends each UDP packet back. A message asks for its processor time.
import { createSocket } from "node:dgram";

const socket = createSocket({ type: "udp4", lookup: (address, _options, done) => done(null, address, 4) });
socket.on("message", (packet, from) => socket.send(packet, from.port, from.address, () => {}));
socket.bind(0, "127.0.0.1", () => process.send?.({ port: socket.address().port }));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});
process.on("disconnect", () => socket.close());
