import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const sdk = fileURLToPath(
  new URL("../../../node_modules/@twilio/voice-sdk/dist/twilio.min.js", import.meta.url),
);
const driver = fileURLToPath(new URL("./driver.js", import.meta.url));

/** Serves a bare page with nothing on it but the SDK as published, and the driver the tests talk to. */
export async function startPageServer(): Promise<{ origin: string; close(): Promise<void> }> {
  const files: Record<string, { type: string; body: string | Buffer }> = {
    "/": {
      type: "text/html",
      // The driver comes first: the SDK keeps the WebSocket it finds when it is evaluated.
      body: `<!doctype html><title>SDK</title><script src="/driver.js"></script><script src="/twilio.min.js"></script>`,
    },
    "/driver.js": { type: "text/javascript", body: await readFile(driver) },
    "/silence.wav": { type: "audio/wav", body: silence() },
    "/twilio.min.js": { type: "text/javascript", body: await readFile(sdk) },
  };
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? "/", "http://page").pathname];
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": file.type }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A tenth of a second of silence, 8 kHz, 8 bit. */
function silence(): Buffer {
  const samples = Buffer.alloc(800, 128);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
