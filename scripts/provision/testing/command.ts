import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import twilio from "twilio";
import { expect } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "@/lib/gateway/testing/process";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The command in one file, which starts in half the time: tests run it many times. It is beside the packages, since the
 * command runs in a folder without any, and it has a name of its own for each process that makes it.
 */
const program = join(root, `node_modules/.cache/browser-phone/provision-${process.pid}.mjs`);
buildSync({
  absWorkingDir: root,
  entryPoints: ["scripts/provision/main.ts"],
  outfile: program,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  logLevel: "warning",
});
process.on("exit", () => rmSync(program, { force: true }));

/** The account of the gateway that stands in for Twilio. */
export const account = {
  sid: `AC${"a1".repeat(16)}`,
  token: "0123456789abcdef0123456789abcdef",
  key: `SK${"b2".repeat(16)}`,
  secret: "old-secret-old-secret-old-secret",
  app: `AP${"c3".repeat(16)}`,
};

/** Starts a gateway whose account is {@link account}. */
export function startTwilio(): Promise<GatewayProcess> {
  return startGatewayProcess({
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_KEY: account.key,
    TWILIO_API_SECRET: account.secret,
    TWILIO_TWIML_APP_SID: account.app,
    VOICE_URL: "https://old.example.com/api/voice/call",
    VOICE_GATEWAY_ORIGINS: "*",
  });
}

/** The same account by Twilio's own library, to look at and to damage what was made. */
export function openTwilio(port: number) {
  class LocalClient extends twilio.RequestClient {
    override request: twilio.RequestClient["request"] = (options) =>
      super.request({
        ...options,
        uri: options.uri.replace("https://api.twilio.com", `http://127.0.0.1:${port}`),
      });
  }
  return twilio(account.sid, account.token, { httpClient: new LocalClient() }).api.v2010.accounts(
    account.sid,
  );
}

/** Leaves the account without a TwiML app and without an API key. */
export async function emptyAccount(port: number): Promise<void> {
  const twilio = openTwilio(port);
  for (const { sid } of await twilio.applications.list()) await twilio.applications(sid).remove();
  for (const { sid } of await twilio.keys.list()) await twilio.keys(sid).remove();
}

/** What a run of the command has said. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Beside PATH and the like. TWILIO_API_URL leads to the gateway unless it is set here. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Another user than this process's, by number. Only root may. */
  readonly uid?: number;
  /** Whether secrets may be in the output. */
  readonly showsSecrets?: boolean;
  /** A program, with its first arguments, that runs the command. */
  readonly within?: readonly string[];
  /** Called with the number of the process once it runs. */
  readonly onStart?: (pid: number | undefined) => void;
  /** Called with all that has been said so far. What it returns is typed. */
  readonly type?: (said: string) => string | undefined;
}

/** A folder with environment files, in which the command runs as a process of its own. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "browser-phone-provision-"));

  constructor(readonly gateway: GatewayProcess) {}

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name = ".env.local"): string {
    return readFileSync(this.path(name), "utf8");
  }

  write(text: string, name = ".env.local"): void {
    writeFileSync(this.path(name), text, { mode: 0o600 });
  }

  /** The values in a file of simple lines. */
  values(name = ".env.local"): Record<string, string> {
    return Object.fromEntries(
      [...this.read(name).matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]),
    );
  }

  /** Runs the command, with the account's SID and token in the environment unless `env` takes them away. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
    const env = Object.fromEntries(
      Object.entries({
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TWILIO_API_URL: `http://127.0.0.1:${this.gateway.port}`,
        TWILIO_ACCOUNT_SID: account.sid,
        TWILIO_AUTH_TOKEN: account.token,
        ...options.env,
      }).filter(([, value]) => value !== undefined),
    );
    const command = [process.execPath, program, ...args];
    const [first = "", ...rest] = [...(options.within ?? []), ...command];
    const before = this.#secrets();
    const result = await runToEnd(first, rest, { cwd: this.folder, env, uid: options.uid }, options);
    if (!options.showsSecrets) {
      for (const secret of [...before, ...this.#secrets()])
        expect(result.out + result.err).not.toContain(secret);
    }
    return result;
  }

  /** Every secret that is known here: none may ever be said. */
  #secrets(): string[] {
    const { sid, token, secret } = account;
    const inFile = (() => {
      try {
        return this.values();
      } catch {
        return {};
      }
    })();
    return [
      token,
      secret,
      Buffer.from(`${sid}:${token}`).toString("base64"),
      ...["TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "NEXTAUTH_SECRET", "VAPID_PRIVATE_KEY"].map(
        (name) => inFile[name] ?? "",
      ),
    ].filter((text) => text.length > 8);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function runToEnd(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined>; uid: number | undefined },
  { type, onStart }: RunOptions,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      env: options.env as NodeJS.ProcessEnv,
      stdio: [type ? "pipe" : "ignore", "pipe", "pipe"],
    });
    onStart?.(child.pid);
    const said = { out: "", err: "" };
    const hear = (which: "out" | "err") => (text: string) => {
      said[which] += text;
      const typed = type?.(said.out + said.err);
      if (typed !== undefined) child.stdin?.write(typed);
    };
    child.stdout?.setEncoding("utf8").on("data", hear("out"));
    child.stderr?.setEncoding("utf8").on("data", hear("err"));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
