import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressFiles, serveCompressed } from "./compressed-files.mjs";

const folder = mkdtempSync(join(tmpdir(), "browser-phone-files-"));
const script = "console.log('a');".repeat(50);
let server: Server;

beforeAll(async () => {
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "chunks/a.js"), script);
  writeFileSync(join(folder, "a.css"), "p{}");
  writeFileSync(join(folder, "font.woff2"), "font");
  await compressFiles(folder);
  const answers = serveCompressed(folder, "/static/");
  server = createServer((request, response) => {
    if (!answers(request, response)) response.end("for Next");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly body: Buffer;
  readonly headers: Record<string, unknown>;
}

function ask(path: string, accepted = "gzip, deflate, br, zstd", method = "GET"): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const headers = { "accept-encoding": accepted };
  return new Promise((resolve, reject) => {
    const asked = send({ port, host: "127.0.0.1", path, method, headers }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      resolve({ body: Buffer.concat(parts), headers: response.headers });
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("a script is sent compressed, and may be kept for ever", async () => {
  for (const path of ["/static/chunks/a.js", "/static/chunks/a.js?dpl=1"]) {
    const { body, headers } = await ask(path);
    expect(brotliDecompressSync(body).toString()).toBe(script);
    expect(body.length).toBeLessThan(100);
    expect(headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "content-encoding": "br",
      "content-length": String(body.length),
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
      "x-content-type-options": "nosniff",
    });
  }
  expect((await ask("/static/a.css")).headers["content-type"]).toBe("text/css; charset=utf-8");
});

test("HEAD gets the same headers alone", async () => {
  const { body, headers } = await ask("/static/a.css", "br", "HEAD");
  expect(body).toHaveLength(0);
  expect(Number(headers["content-length"])).toBeGreaterThan(0);
});

test("a client that does not take Brotli is answered by Next, and so is any other file", async () => {
  for (const accepted of ["", "gzip", "br;q=0", "gzip, br; q=0.0, zstd", "brx"]) {
    expect((await ask("/static/a.css", accepted)).body.toString(), accepted).toBe("for Next");
  }
  expect((await ask("/static/a.css", "br;q=0.5, gzip")).headers["content-encoding"]).toBe("br");
  for (const path of ["/static/font.woff2", "/static/a.css.br", "/static/../a.css", "/a.css", "/static/"]) {
    expect((await ask(path)).body.toString(), path).toBe("for Next");
  }
});
