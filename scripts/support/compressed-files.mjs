import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { staticHeaders } from "../../lib/static-headers.mjs";

const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

const typeOf = (path) => types[/\.([a-z]+)$/.exec(path)?.[1]];

const pathsIn = (folder) => readdirSync(folder, { recursive: true, encoding: "utf8" });

/**
 * Writes a compressed copy (`.br`) beside each script and style sheet of `folder`. At its best, which is the library's
 * default, Brotli takes too long for a server that compresses at each request, and makes a sixth less than its gzip.
 */
export async function compressFiles(folder) {
  const compress = promisify(brotliCompress);
  const write = async (path) => writeFileSync(`${path}.br`, await compress(readFileSync(path)));
  const paths = pathsIn(folder).filter((path) => typeOf(path));
  await Promise.all(paths.map((path) => write(join(folder, path))));
}

/** Whether an Accept-Encoding header names Brotli, and not in order to refuse it. */
const takesBrotli = (accepted) => /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted);

/**
 * Answers requests for the compressed files of `folder`, a build's static files: their names change with their content, so
 * a browser may keep them for ever. The files are read once and kept in memory.
 * @param {string} prefix the path of the folder's files on the server, with a slash at its end
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => boolean}
 * whether the request was answered; if not, it is for Next
 */
export function serveCompressed(folder, prefix) {
  const files = new Map();
  for (const path of pathsIn(folder)) {
    if (!path.endsWith(".br")) continue;
    const plain = path.slice(0, -".br".length);
    files.set(prefix + plain.replaceAll("\\", "/"), {
      type: typeOf(plain),
      body: readFileSync(join(folder, path)),
    });
  }
  return ({ method, url = "", headers }, response) => {
    if (method !== "GET" && method !== "HEAD") return false;
    const file = files.get(url.split("?", 1)[0]);
    if (!file || !takesBrotli(headers["accept-encoding"] ?? "")) return false;
    response.writeHead(200, {
      ...staticHeaders,
      "Cache-Control": "public, max-age=31536000, immutable",
      "Content-Type": file.type,
      "Content-Encoding": "br",
      "Content-Length": file.body.length,
      Vary: "Accept-Encoding",
    });
    response.end(method === "HEAD" ? undefined : file.body);
    return true;
  };
}
