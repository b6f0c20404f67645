import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../support/processes.mjs";
import { programs } from "./standalone";
import { findProgram } from "./testing/find-program";

const unit = readFileSync(join(root, "scripts/deploy/browser-phone.service"), "utf8");
const analyze = findProgram("systemd-analyze");
const caddy = findProgram("caddy");

test("the service starts the folder's programs, and only the proxy can reach it", () => {
  const commands = [...unit.matchAll(/^ExecStart(?:Pre)?=\/usr\/bin\/node (\S+)(.*)$/gm)];
  expect(commands.map(([, file, rest]) => [file, rest])).toEqual([
    ["migrate.mjs", ""],
    ["serve.mjs", " --loopback"],
  ]);
  for (const [, file = ""] of commands) expect(programs).toHaveProperty(file.replace(".mjs", ""));
  expect(unit).toMatch(/^Environment=.*TRUSTED_PROXIES=1/m);
});

describe.runIf(analyze)("systemd", () => {
  test("understands every line of the service, and finds it well closed", () => {
    const folder = mkdtempSync(join(tmpdir(), "browser-phone-unit-"));
    try {
      // The programs that it starts must exist here.
      mkdirSync(join(folder, "current"));
      writeFileSync(join(folder, "node"), "");
      chmodSync(join(folder, "node"), 0o755);
      const file = join(folder, "browser-phone.service");
      writeFileSync(
        file,
        unit.replaceAll("/opt/browser-phone", folder).replaceAll("/usr/bin/node", join(folder, "node")),
      );
      const run = (...args: string[]) =>
        execFileSync(analyze ?? "", [...args, file], { encoding: "utf8", stdio: "pipe" });
      expect(run("verify", "--man=no")).toBe("");
      // From 0 to 10. `--threshold` is in tenths, and a worse unit makes the command fail.
      expect(run("security", "--offline=true", "--threshold=20")).toContain("exposure level");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.runIf(caddy)("Caddy", () => {
  test("understands the Caddyfile, and would take its own format for it", () => {
    const file = join(root, "scripts/deploy/Caddyfile");
    const env = {
      ...process.env,
      APP_URL: "https://phone.example.com",
      HOME: tmpdir(),
      XDG_DATA_HOME: tmpdir(),
    };
    const run = (...args: string[]) =>
      execFileSync(caddy ?? "", args, { encoding: "utf8", stdio: "pipe", env });
    const config = JSON.parse(run("adapt", "--config", file, "--adapter", "caddyfile"));
    const server = config.apps.http.servers.srv0;
    expect(server.listen).toEqual([":443"]);
    expect(JSON.stringify(server.routes)).toContain('"host":["phone.example.com"]');
    expect(JSON.stringify(server.routes)).toContain('"dial":"127.0.0.1:3000"');
    // It fails when it would change something.
    run("fmt", "--diff", file);
  });
});
