import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenOnFreePort } from "../testing/listen";
import { fetchFile } from "./fetch-file";

let server: Server;
let origin: string;
/** How many answers were broken off by the one who asked. */
let brokenOff: number;

beforeEach(async () => {
  brokenOff = 0;
  server = createServer((request, response) => {
    response.on("close", () => {
      if (!response.writableEnded) brokenOff += 1;
    });
    if (request.url === "/moved") return void response.writeHead(302, { Location: "/file" }).end();
    response.writeHead(200, { "Content-Type": "Audio/WAV; codec=1" });
    if (request.url === "/endless") return void response.write("RIFF");
    response.end(`${request.method} file`);
  });
  origin = `http://127.0.0.1:${await listenOnFreePort(server)}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;

test("a file comes with its status and its bare type, also after a redirect", async () => {
  for (const path of ["/file", "/moved"]) {
    const { status, contentType, body } = await fetchFile(`${origin}${path}`, "GET", 100, never);
    expect([status, contentType, body.toString()]).toEqual([200, "audio/wav", "GET file"]);
  }
});

test("a file that is longer than allowed is not read further", async () => {
  await expect(fetchFile(`${origin}/file`, "POST", 8, never)).rejects.toThrow("more than 8 bytes");
});

test("a file for which nobody waits any longer is not fetched further", async () => {
  const waiting = new AbortController();
  const fetching = fetchFile(`${origin}/endless`, "GET", 100, waiting.signal);
  setTimeout(() => waiting.abort(), 50);
  await expect(fetching).rejects.toThrow();
  await expect.poll(() => brokenOff).toBe(1);
});
