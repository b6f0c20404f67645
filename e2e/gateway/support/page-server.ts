import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { wav } from "../../support/wav";

const sdk = fileURLToPath(
  new URL("../../../node_modules/@twilio/voice-sdk/dist/twilio.min.js", import.meta.url),
);
const driver = fileURLToPath(new URL("./driver.js", import.meta.url));

/** Serves an empty page with the published SDK and the tests' driver. */
export async function startPageServer(): Promise<{ origin: string; close(): Promise<void> }> {
  const files: Record<string, { type: string; body: string | Buffer }> = {
    "/": {
      type: "text/html",
      // The driver comes first: the SDK keeps the WebSocket it finds when it is evaluated.
      body: `<!doctype html><title>SDK</title><script src="/driver.js"></script><script src="/twilio.min.js"></script>`,
    },
    "/driver.js": { type: "text/javascript", body: await readFile(driver) },
    "/silence.wav": { type: "audio/wav", body: wav({ seconds: 0.1, amplitude: 0 }) },
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
