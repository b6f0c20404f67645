import "server-only";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { ConnectionOptions } from "node:tls";

/** How the driver reaches a server. */
export interface PostgresOptions {
  readonly connectionString: string;
  readonly ssl?: ConnectionOptions | false;
  readonly enableChannelBinding?: boolean;
}

/**
 * Parameters that we read ourselves, and those of other tools that mean nothing to the driver: hosting providers give one
 * address for all of them.
 */
const ownParameters = [
  "sslmode",
  "ssl",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "uselibpqcompat",
  "channel_binding",
  "pgbouncer",
  "connection_limit",
  "pool_timeout",
  "schema",
  "sslaccept",
  "supa",
];

/**
 * Reads an address as libpq does, and so every tool of PostgreSQL:
 * https://www.postgresql.org/docs/current/libpq-ssl.html. The driver itself takes `sslmode=require` for `verify-full`,
 * which refuses the providers whose certificates are from their own authority.
 */
export function readPostgresUrl(text: string): PostgresOptions {
  const url = new URL(text);
  const last = (name: string) => url.searchParams.getAll(name).at(-1) || undefined;
  const ssl = readSsl(modeOf(last("sslmode"), last("ssl")), {
    ca: last("sslrootcert"),
    cert: last("sslcert"),
    key: last("sslkey"),
  });
  const enableChannelBinding = last("channel_binding") === "require";
  for (const name of ownParameters) url.searchParams.delete(name);
  return { connectionString: url.href, ssl, enableChannelBinding };
}

/** Whether the address leaves it to the server whether the connection is encrypted. */
export function leavesTlsOpen(text: string): boolean {
  const mode = new URL(text).searchParams.getAll("sslmode").at(-1);
  return mode === "prefer" || mode === "allow";
}

/** The address with what the server offers, if the address leaves that open. */
export async function settleTls(text: string): Promise<string> {
  if (!leavesTlsOpen(text)) return text;
  const url = new URL(text);
  const host = url.searchParams.get("host") ?? url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.searchParams.get("port") ?? url.port) || 5432;
  url.searchParams.set("sslmode", (await offersTls(host, port)) ? "require" : "disable");
  return url.href;
}

function modeOf(sslmode: string | undefined, ssl: string | undefined): string {
  if (sslmode) return sslmode;
  // Not libpq's, but usual, and in libpq `ssl=true` is short for this.
  return ssl === "true" || ssl === "1" ? "require" : "disable";
}

function readSsl(
  mode: string,
  files: { ca?: string | undefined; cert?: string | undefined; key?: string | undefined },
) {
  if (mode === "disable" || mode === "allow") return false;
  const system = files.ca === "system";
  const ca = files.ca && !system ? readNamed("sslrootcert", files.ca) : undefined;
  const options: ConnectionOptions = {
    ...(ca ? { ca } : {}),
    ...(files.cert ? { cert: readNamed("sslcert", files.cert) } : {}),
    ...(files.key ? { key: readNamed("sslkey", files.key) } : {}),
  };
  // As in libpq: a root certificate makes `require` verify the chain, and the system's authorities the name too.
  if (mode === "verify-full" || system) return options;
  if (mode === "verify-ca" || (mode === "require" && ca)) {
    return { ...options, checkServerIdentity: () => undefined };
  }
  return { ...options, rejectUnauthorized: false };
}

function readNamed(parameter: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`DATABASE_URL: the file that its ${parameter} names cannot be read (${path}).`, {
      cause,
    });
  }
}

/** Asks a server whether it offers TLS: it answers this request with one letter. Any failure counts as no. */
function offersTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(3_000, () => finish(false));
    socket.once("error", () => finish(false));
    socket.once("close", () => finish(false));
    socket.once("data", (data) => finish(data.toString("latin1").startsWith("S")));
    // SSLRequest: the length, then the number 80877103.
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  });
}
