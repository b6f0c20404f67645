import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program in place of eSpeak: a shell script in a folder of its own, where it notes each time it runs. */
export class FakeSynthesiser {
  /** A script that notes that it runs, and never ends. */
  static readonly STUCK = "touch run-$$; exec sleep 1000";
  /** A script that notes its text and its arguments, and gives its sound. */
  static readonly SPEAKS = "cat > run-$$; printf '%s|' \"$@\" > arguments; cat wav";

  private constructor(
    readonly folder: string,
    /** The path of the program. */
    readonly program: string,
  ) {}

  /**
   * @param script what the program does, in the language of `sh`, in its folder
   * @param wav its sound, a WAV file
   */
  static async make(script: string, wav = Buffer.alloc(0)): Promise<FakeSynthesiser> {
    const folder = await mkdtemp(join(tmpdir(), "synthesiser-"));
    const program = join(folder, "espeak-ng");
    await writeFile(join(folder, "wav"), wav);
    await writeFile(program, `#!/bin/sh\ncd '${folder}'\n${script}\n`);
    await chmod(program, 0o755);
    return new FakeSynthesiser(folder, program);
  }

  /** The processes that have run or run. */
  async pids(): Promise<number[]> {
    const names = await readdir(this.folder);
    return names.filter((name) => name.startsWith("run-")).map((name) => Number(name.slice(4)));
  }

  /** What the only process read and was started with, each argument followed by a bar. */
  async noted(): Promise<{ text: string; arguments: string }> {
    const [pid] = await this.pids();
    const read = (name: string) => readFile(join(this.folder, name), "utf8");
    return { text: await read(`run-${pid}`), arguments: await read("arguments") };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process is still there. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
