import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../support/processes.mjs";

/** How a program ended, and what it wrote. */
export interface Ended {
  code: number;
  output: string;
}

/** What npm says when it cannot reach its registry, and has not all packages in its cache. */
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTCACHED/;

/** A folder of a stranger in which the package has been installed, and nothing of this project is above it. */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), "gateway-consumer-"));

  /**
   * Installs the archive in the folder, with npm, and further packages if any. False when they cannot be had, since npm's
   * registry cannot be reached. Rejects when npm fails otherwise.
   */
  async install(archive: string, ...more: readonly string[]): Promise<boolean> {
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ name: "consumer", type: "module" }));
    const args = [
      "install",
      archive,
      ...more,
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      "--fetch-retries=0",
    ];
    const { code, output } = await this.run("npm", args);
    if (code === 0) return true;
    if (UNREACHABLE.test(output)) return false;
    throw new Error(`npm install failed:\n${output}`);
  }

  /** The path of a file of the folder. */
  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Lends the folder packages of this project. Installing those, too, would take a minute. */
  lend(...names: string[]): void {
    for (const name of names) {
      const link = this.path(`node_modules/${name}`);
      mkdirSync(dirname(link), { recursive: true });
      rmSync(link, { recursive: true, force: true });
      symlinkSync(join(root, "node_modules", name), link, "junction");
    }
  }

  /** Copies the examples out of the installed package, as its README says, and lends one its packages. Returns its folder. */
  copyExample(name: string): string {
    const target = this.path(`examples/${name}`);
    cpSync(this.path("node_modules/local-voice-gateway/examples"), this.path("examples"), {
      recursive: true,
    });
    this.lend("twilio", "@twilio/voice-sdk");
    rmSync(join(target, "node_modules"), { force: true });
    symlinkSync(this.path("node_modules"), join(target, "node_modules"), "junction");
    return target;
  }

  /** Runs a program in the folder to its end, without the environment of vitest. */
  run(command: string, args: readonly string[]): Promise<Ended> {
    return new Promise((resolve) => {
      const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
        const code = typeof error?.code === "number" ? error.code : error ? 1 : 0;
        resolve({ code, output: `${stdout}${stderr}` });
      };
      execFile(command, args, { cwd: this.folder, env: strangersEnvironment(), timeout: 60_000 }, done);
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The environment of a stranger: without the settings of this project, and of the programs that run its tests. */
export function strangersEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const ours = /^(VITEST|TEST|NODE_ENV$|NODE_OPTIONS$|TWILIO_|VOICE_|VERCEL|npm_|INIT_CWD$|PLAYWRIGHT_)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  // Next demands NODE_ENV in the type; a stranger need not have set it.
  return { ...Object.fromEntries(kept), ...more } as NodeJS.ProcessEnv;
}
