import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Clock } from "../base/clock";

/** A text takes a fraction of a second. A synthesiser that takes this long is stuck. */
const TIMEOUT_MS = 10_000;
/** Twenty minutes of speech at the rate of eSpeak, several times what the longest text takes. */
const MAX_BYTES = 50 * 1024 * 1024;

/** Programs that speak, with the same options: eSpeak NG and its predecessor. */
const PROGRAMS = ["espeak-ng", "espeak"];

/** The path of the machine's synthesiser. Undefined: there is none in the folders of `path`, the value of PATH. */
export function findSynthesiser(path: string): string | undefined {
  const ending = process.platform === "win32" ? ".exe" : "";
  const candidates = PROGRAMS.flatMap((name) =>
    path
      .split(delimiter)
      .filter((folder) => folder !== "")
      .map((folder) => join(folder, name + ending)),
  );
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Voices of eSpeak whose names are not the language tags of Twilio. It finds the next best region of a language itself. */
const VOICES: Readonly<Record<string, string>> = {
  arb: "ar",
  "cmn-cn": "cmn",
  en: "en-us",
  "es-mx": "es-419",
  "es-us": "es-419",
  no: "nb",
  zh: "cmn",
  "zh-cn": "cmn",
  "zh-hk": "yue",
  "zh-tw": "cmn",
};

/** The voice for a language tag such as `en-US`. What is no language tag gets the American one. */
export function voiceOf(language: string): string {
  const tag = language.toLowerCase();
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(tag)
    ? Object.hasOwn(VOICES, tag)
      ? (VOICES[tag] as string)
      : tag
    : "en-us";
}

/** What to speak, and until when. */
export interface Speaking {
  program: string;
  voice: string;
  text: string;
  clock: Clock;
  /** Ends the program. */
  signal: AbortSignal;
}

/**
 * The text as a WAV file. The program gets the text through its standard input, so no text can be an option of it or a command.
 * Rejects when it cannot be started, fails, speaks too long or has not ended in time; then it is killed.
 */
export function synthesise({ program, voice, text, clock, signal }: Speaking): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // UTF-8 in, WAV out.
    const child = spawn(program, ["-b", "1", "-v", voice, "--stdin", "--stdout"], {
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
      signal,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (error: Error) => {
      cancel();
      child.kill("SIGKILL");
      reject(error);
    };
    const cancel = clock.after(TIMEOUT_MS, () => stop(new Error(`no end within ${TIMEOUT_MS} ms`)));
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BYTES) stop(new Error(`more than ${MAX_BYTES} bytes of speech`));
      else chunks.push(chunk);
    });
    child.on("error", stop);
    child.on("close", (code) => {
      cancel();
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`ended with ${code ?? "a signal"}`));
    });
    // A program that ends before it has read everything says so by its code.
    child.stdin.on("error", () => {});
    child.stdin.end(text);
  });
}
