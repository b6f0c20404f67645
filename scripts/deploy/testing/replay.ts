import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { root } from "../../support/processes.mjs";
import { execForm, type Instruction, isIgnored, readDockerfile, type Stage } from "./dockerfile";

/** What a container of the image would be. */
export interface ReplayedImage {
  /** The folder that stands for the image's file system. */
  readonly folder: string;
  /** Where its working directory is within it. */
  readonly workdir: string;
  readonly env: Record<string, string>;
  readonly user: string;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/**
 * Runs the steps of our Dockerfile without Docker: each stage is a folder, and its base image is this machine's Node.js.
 * So it shows that what the steps need is in the context and that they work, not what is in the base image.
 *
 * `reuse`: `npm ci` is replaced by this project's node_modules, and the build finds the existing build of the same sources.
 */
export async function replayDockerfile(into: string, { reuse }: { reuse: boolean }): Promise<ReplayedImage> {
  const stages = readDockerfile(readFileSync(join(root, "Dockerfile"), "utf8"));
  const context = join(into, "context");
  copyContext(context);
  const folders = new Map<string, string>();
  let image: ReplayedImage | undefined;
  for (const [index, stage] of stages.entries()) {
    const folder = join(into, `stage-${index}`);
    mkdirSync(folder);
    if (stage.name) folders.set(stage.name, folder);
    image = await replayStage(stage, { folder, context, folders, reuse });
  }
  if (!image) throw new Error("the Dockerfile has no stage");
  return image;
}

/** Copies what Docker would send to its daemon. */
function copyContext(context: string): void {
  const rules = readFileSync(join(root, ".dockerignore"), "utf8");
  const filter = (source: string) => {
    const path = relative(root, source).split(sep).join("/");
    return path === "" || !isIgnored(rules, path);
  };
  cpSync(root, context, { recursive: true, filter });
}

interface Places {
  readonly folder: string;
  readonly context: string;
  readonly folders: ReadonlyMap<string, string>;
  readonly reuse: boolean;
}

async function replayStage(stage: Stage, places: Places): Promise<ReplayedImage> {
  const { folder } = places;
  const state = { workdir: folder, env: {} as Record<string, string>, user: "root" };
  let command: string[] = [];
  let healthcheck: string[] = [];
  for (const instruction of stage.instructions) {
    const { word, rest } = instruction;
    if (word === "WORKDIR") state.workdir = join(folder, rest);
    else if (word === "ENV") Object.assign(state.env, Object.fromEntries([rest.split("=")]));
    else if (word === "COPY") copyStep(instruction, state.workdir, places);
    else if (word === "RUN") await runOrReuse(rest, state, places);
    else if (word === "USER") state.user = rest;
    else if (word === "CMD") command = execForm(rest);
    else if (word === "HEALTHCHECK") healthcheck = execForm(rest.replace(/^CMD /, ""));
    else if (word !== "EXPOSE") throw new Error(`${word} cannot be replayed`);
  }
  return { folder, ...state, command, healthcheck };
}

function copyStep({ options, rest }: Instruction, workdir: string, { context, folders }: Places): void {
  const from = options.from === undefined ? context : folders.get(options.from);
  if (!from) throw new Error(`COPY from ${options.from}, which is no stage`);
  const paths = rest.split(/\s+/);
  const target = join(workdir, paths.pop() ?? "");
  mkdirSync(target, { recursive: true });
  for (const path of paths) {
    const source = join(from, path);
    // A folder is copied as its contents, a file into the folder.
    const isFolder = statSync(source).isDirectory();
    cpSync(source, isFolder ? target : join(target, basename(path)), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

async function runOrReuse(
  command: string,
  { workdir, env }: { workdir: string; env: Record<string, string> },
  { reuse }: Places,
): Promise<void> {
  if (reuse && command.startsWith("npm ci")) {
    symlinkSync(join(root, "node_modules"), join(workdir, "node_modules"));
    return;
  }
  if (reuse && !existsSync(join(workdir, ".next"))) symlinkSync(join(root, ".next"), join(workdir, ".next"));
  await runStep(command, { cwd: workdir, env });
}

/** Runs a command as `RUN` does, by a shell. */
function runStep(command: string, { cwd, env }: { cwd: string; env: Record<string, string> }): Promise<void> {
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const child = spawn("/bin/sh", ["-c", command], {
      cwd,
      env: { PATH, HOME, NODE_ENV: "production", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const hear = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command}: ${code}\n${output}`)),
    );
  });
}
