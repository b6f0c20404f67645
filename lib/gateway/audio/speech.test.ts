import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../base/clock";
import { FakeClock } from "../testing/clock";
import { energy, levelAt, loudestFrequency, shareBetween } from "../testing/measure";
import { MAX_TEXT, Speech } from "./speech";
import { findSynthesiser, voiceOf } from "./synthesiser";
import { wavHeader } from "./wav";

let folder: string;
const made: Speech[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "speech-"));
});

afterEach(async () => {
  for (const speech of made.splice(0)) speech.close();
  await rm(folder, { recursive: true, force: true });
});

function speechBy(program: string | undefined, clock = new FakeClock()) {
  const lines: string[] = [];
  const speech = new Speech({ clock, program, log: (_about, message) => void lines.push(message) });
  made.push(speech);
  return { speech, clock, lines };
}

/** A program in place of eSpeak: a shell script, which runs in `folder`. */
async function program(source: string): Promise<string> {
  const path = join(folder, "espeak-ng");
  await writeFile(path, `#!/bin/sh\ncd '${folder}'\n${source}`);
  await chmod(path, 0o755);
  return path;
}

/** Notes that it runs, and never ends. */
const STUCK = "touch run-$$; exec sleep 1000";
/** Notes its text and arguments, and gives a WAV file of three samples. */
const SPEAKS = "cat > run-$$; printf '%s|' \"$@\" > arguments; cat wav";
const SPOKEN = Int16Array.of(1, 2, 3);

/** The processes that noted that they run. */
async function pids(): Promise<number[]> {
  return (await readdir(folder))
    .filter((name) => name.startsWith("run-"))
    .map((name) => Number(name.slice(4)));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function expectHum(sound: Int16Array, characters: number): void {
  expect(sound.length).toBe(Math.round((characters / 15) * 8_000));
  const heard = sound.subarray(0, 8_000);
  expect(shareBetween(heard, 320, 340)).toBeGreaterThan(0.95);
  expect(levelAt(heard, 330)).toBeLessThan(0.1);
}

describe("on a machine without a synthesiser", () => {
  test("a text is hummed for as long as reading it takes, softly and at one frequency", async () => {
    const { speech } = speechBy(undefined);
    const sound = await speech.say("x".repeat(45), "en-US");
    expectHum(sound, 45);
    // It begins and ends softly.
    for (const end of [sound.subarray(0, 80), sound.subarray(-80)]) {
      expect(energy(end)).toBeLessThan(0.3 * energy(sound));
    }
    for (let at = 0; at + 4_000 <= sound.length; at += 4_000) {
      expect(Math.abs((loudestFrequency(sound.subarray(at, at + 4_000)) ?? 0) - 330)).toBeLessThan(2);
    }
  });

  test("an empty text is not heard, and a long one is cut", async () => {
    const { speech } = speechBy(undefined);
    expect(await speech.say(" \n ", "en-US")).toEqual(new Int16Array(0));
    expectHum(await speech.say("x".repeat(MAX_TEXT + 500), "en-US"), MAX_TEXT);
  });
});

const installed = findSynthesiser(process.env.PATH ?? "");

describe.skipIf(installed === undefined)(
  "by eSpeak (skipped where neither espeak-ng nor espeak is installed)",
  () => {
    test("a text is spoken", async () => {
      const { speech, lines } = speechBy(installed, systemClock as FakeClock);
      const sound = await speech.say("Thank you for calling. Please hold.", "en-US");
      expect(sound.length / 8_000).toBeGreaterThan(1);
      expect(sound.length / 8_000).toBeLessThan(6);
      expect(energy(sound)).toBeGreaterThan(0.03);
      expect(shareBetween(sound, 320, 340)).toBeLessThan(0.3);
      expect(lines).toEqual([]);
    });

    test("a longer text takes longer, and another language sounds different", async () => {
      const { speech } = speechBy(installed, systemClock as FakeClock);
      const [short, long, german] = await Promise.all([
        speech.say("One two", "en-GB"),
        speech.say("One two three four five six seven", "en-GB"),
        speech.say("One two", "de-DE"),
      ]);
      expect(long.length).toBeGreaterThan(short.length * 1.5);
      expect(german).not.toEqual(short);
    });

    test("a language that it does not have is hummed, and the log says so", async () => {
      const { speech, lines } = speechBy(installed, systemClock as FakeClock);
      expectHum(await speech.say("hello there", "xx-XX"), 11);
      expect(lines).toEqual([expect.stringContaining("ended with 1; the text is hummed")]);
    });
  },
);

describe("by a program", () => {
  beforeEach(() =>
    writeFile(join(folder, "wav"), Buffer.concat([wavHeader(1, 6), Buffer.from(SPOKEN.buffer)])),
  );

  test("the text goes to its standard input, whatever is in it, and its WAV file comes back", async () => {
    const { speech } = speechBy(await program(SPEAKS));
    const text = '--version; $(touch x) `id` "ü" \\';
    expect(await speech.say(text, "pt-BR")).toEqual(SPOKEN);
    const [run] = await pids();
    expect(await readFile(join(folder, `run-${run}`), "utf8")).toBe(text);
    expect(await readFile(join(folder, "arguments"), "utf8")).toBe("-b|1|-v|pt-br|--stdin|--stdout|");
  });

  test("a text that was spoken lately is not spoken anew, also while it is being spoken", async () => {
    const { speech } = speechBy(await program(SPEAKS));
    const [first, second] = await Promise.all([speech.say("Hello", "en-US"), speech.say("Hello", "en-US")]);
    expect(second).toBe(first);
    expect(await speech.say(" Hello ", "en-us")).toBe(first);
    expect(await pids()).toHaveLength(1);
    await speech.say("Hello", "en-GB");
    expect(await pids()).toHaveLength(2);
  });

  test("only the last sixteen texts are remembered", async () => {
    const { speech } = speechBy(await program(SPEAKS));
    const first = await speech.say("0", "en");
    for (let text = 1; text < 16; text++) await speech.say(String(text), "en");
    expect(await speech.say("0", "en")).toBe(first);
    await speech.say("16", "en");
    expect(await speech.say("0", "en")).toBe(first);
    expect(await pids()).toHaveLength(17);
    await speech.say("1", "en");
    expect(await pids()).toHaveLength(18);
  });

  test("that does not end within ten seconds is killed, and the text is hummed", async () => {
    const { speech, clock, lines } = speechBy(await program(STUCK));
    const saying = speech.say("Hello", "en-US");
    await vi.waitFor(async () => expect(await pids()).toHaveLength(1));
    const [pid = 0] = await pids();
    await clock.advance(9_999);
    expect(isRunning(pid)).toBe(true);
    await clock.advance(1);
    expectHum(await saying, 5);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
    expect(clock.pending).toBe(0);
    expect(lines).toEqual([expect.stringContaining("no end within 10000 ms")]);
  });

  test.each([
    ["fails", "touch run-$$; exit 3", "ended with 3"],
    ["is killed", "touch run-$$; kill -9 $$", "ended with a signal"],
    ["gives no WAV file", "touch run-$$; echo hello", "no WAV file"],
  ])("that %s leaves the text hummed, and is asked anew the next time", async (_what, source, because) => {
    const { speech, clock, lines } = speechBy(await program(source));
    expectHum(await speech.say("Hello", "en-US"), 5);
    expectHum(await speech.say("Hello", "en-US"), 5);
    expect(lines).toHaveLength(2);
    expect(await pids()).toHaveLength(2);
    expect(lines[0]).toContain(because);
    expect(clock.pending).toBe(0);
  });

  test("that does not exist leaves the text hummed", async () => {
    const { speech, clock } = speechBy(join(folder, "nothing"));
    expectHum(await speech.say("Hello", "en-US"), 5);
    expect(clock.pending).toBe(0);
  });

  test("four texts are spoken at once, and the others after them", async () => {
    const { speech, clock } = speechBy(await program(STUCK));
    const saying = ["a", "b", "c", "d", "e", "f"].map((letter) => speech.say(letter.repeat(9), "en"));
    await vi.waitFor(async () => expect(await pids()).toHaveLength(4));
    expect(clock.pending).toBe(4);
    await clock.advance(10_000);
    await vi.waitFor(async () => expect(await pids()).toHaveLength(6));
    await clock.advance(10_000);
    for (const sound of await Promise.all(saying)) expectHum(sound, 9);
  });

  test("that speaks when everything closes is killed, and nothing is started after that", async () => {
    const { speech, clock } = speechBy(await program(STUCK));
    const saying = ["1", "2", "3", "4", "5"].map((text) => speech.say(text, "en"));
    await vi.waitFor(async () => expect(await pids()).toHaveLength(4));
    speech.close();
    speech.close();
    expect(await Promise.all(saying)).toHaveLength(5);
    const started = await pids();
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]));
    expectHum(await speech.say("Hello", "en-US"), 5);
    expect(await pids()).toEqual(started);
    expect(clock.pending).toBe(0);
  });
});

test("the voice is that of the language, and no option", () => {
  expect(["en-US", "de-DE", "zh-HK", "zh-CN", "es-MX", "en", "pt-BR"].map(voiceOf)).toEqual([
    "en-us",
    "de-de",
    "yue",
    "cmn",
    "es-419",
    "en-us",
    "pt-br",
  ]);
  for (const odd of ["", "-v", "--path=/", "../../x", "en US", "constructor1", "__proto__"]) {
    expect(voiceOf(odd)).toBe("en-us");
  }
});

test("the synthesiser is found among the folders of PATH when it can be run", async () => {
  expect(findSynthesiser("")).toBeUndefined();
  expect(findSynthesiser(folder)).toBeUndefined();
  const path = await program("");
  expect(findSynthesiser(`/nowhere:${folder}`)).toBe(path);
  await chmod(path, 0o644);
  expect(findSynthesiser(folder)).toBeUndefined();
});
