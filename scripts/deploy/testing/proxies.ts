import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { root } from "../../support/processes.mjs";
import { findProgram } from "./find-program";

/** Where a proxy listens, and where the app does. */
export interface Ports {
  readonly http: number;
  readonly https: number;
  readonly app: number;
}

/** A proxy with TLS, as the documents say to run it. */
export interface ProxyKind {
  readonly name: string;
  readonly path: string | undefined;
  /** Writes its configuration into the folder. Returns its command and its environment. */
  prepare(folder: string, ports: Ports): Promise<{ command: string[]; env: Record<string, string> }>;
  /** The authority of its certificate, once it runs. */
  authority(folder: string): string;
}

/** Caddy with our Caddyfile as it is. For localhost it makes a certificate of its own. */
const caddy: ProxyKind = {
  name: "Caddy",
  path: findProgram("caddy"),
  async prepare(folder, { http, https, app }) {
    return {
      command: ["caddy", "run", "--config", join(root, "scripts/deploy/Caddyfile"), "--adapter", "caddyfile"],
      env: {
        APP_URL: `https://localhost:${https}`,
        UPSTREAM: `127.0.0.1:${app}`,
        HTTP_PORT: String(http),
        HTTPS_PORT: String(https),
        HOME: folder,
        XDG_DATA_HOME: join(folder, "data"),
        XDG_CONFIG_HOME: join(folder, "config"),
        // Caddy's own port of control would be taken where a Caddy runs already.
        CADDY_ADMIN: `unix/${join(folder, "admin.sock")}`,
      },
    };
  },
  authority: (folder) => readFileSync(join(folder, "data/caddy/pki/authorities/local/root.crt"), "utf8"),
};

/** nginx with our site, in which only the host, the ports and the certificate are others. */
const nginx: ProxyKind = {
  name: "nginx",
  path: findProgram("nginx"),
  async prepare(folder, { http, https, app }) {
    const pems = await generate([{ name: "commonName", value: "localhost" }], {
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
    } as Parameters<typeof generate>[1]);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "fullchain.pem"), pems.cert);
    writeFileSync(join(folder, "privkey.pem"), pems.private);
    const site = readFileSync(join(root, "scripts/deploy/nginx-site.conf"), "utf8")
      .replaceAll("/etc/ssl/phone.example.com", folder)
      .replaceAll("phone.example.com", "localhost")
      .replaceAll("https://$host$request_uri", `https://$host:${https}$request_uri`)
      .replaceAll(/listen (\[::\]:)?80;/g, `listen $1${http};`)
      .replaceAll(/listen (\[::\]:)?443 /g, `listen $1${https} `)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${app}`);
    const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off;\npid ${join(folder, "nginx.pid")};\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${places.join("\n")}\n${site}\n}\n`,
    );
    return { command: ["nginx", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], env: {} };
  },
  authority: (folder) => readFileSync(join(folder, "fullchain.pem"), "utf8"),
};

export const proxyKinds: readonly ProxyKind[] = [caddy, nginx];
