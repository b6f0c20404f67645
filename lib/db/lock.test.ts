import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { holdFolder } from "./lock";

const folder = join("somewhere", `bp-lock-${process.pid}`);

test("a folder is held once, and free again afterwards", async () => {
  const release = await holdFolder(folder);
  await expect(holdFolder(folder)).rejects.toThrow(/in use by another process/);
  const releaseOther = await holdFolder(`${folder}-other`);
  await release();
  await (await holdFolder(folder))();
  await releaseOther();
});

test("of a process that was killed nothing is left in the way", async () => {
  const script = `import("@/lib/db/lock").then(({ holdFolder }) => holdFolder(process.argv[1]))
    .then(() => { setInterval(() => {}, 1000); process.stdout.write("held"); })`;
  const args = ["--conditions=react-server", "--import", "tsx", "-e", script, folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  await expect(holdFolder(folder)).rejects.toThrow(/in use/);
  child.kill("SIGKILL");
  await once(child, "close");
  await (await holdFolder(folder))();
});
