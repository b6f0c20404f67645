import { chmod } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { systemClock } from "../base/clock";
import { FakeSynthesiser } from "../testing/fake-synthesiser";
import { energy, shareBetween } from "../testing/measure";
import { hum } from "./hum";
import { Speech } from "./speech";
import { findSynthesiser, voiceOf } from "./synthesiser";

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
  for (const odd of ["", "-v", "--path=/", "../../x", "en US", "constructor", "__proto__"]) {
    expect(voiceOf(odd)).toBe("en-us");
  }
});

test("the synthesiser is found in the folders of PATH when it can be run", async () => {
  const fake = await FakeSynthesiser.make("");
  const { folder, program } = fake;
  expect(findSynthesiser("")).toBeUndefined();
  expect(findSynthesiser("/nowhere")).toBeUndefined();
  expect(findSynthesiser(`/nowhere:${folder}`)).toBe(program);
  await chmod(program, 0o644);
  expect(findSynthesiser(folder)).toBeUndefined();
  await fake.remove();
});

const installed = findSynthesiser(process.env.PATH ?? "");

/** The text as the installed synthesiser speaks it, and what the log says of it. */
async function spoken(text: string, language: string): Promise<{ sound: Int16Array; lines: string[] }> {
  const lines: string[] = [];
  const log = (_about: string, message: string) => void lines.push(message);
  const speech = new Speech({ clock: systemClock, program: installed, log });
  const sound = await speech.say(text, language);
  speech.close();
  return { sound, lines };
}

describe.skipIf(installed === undefined)(
  "eSpeak (skipped where neither espeak-ng nor espeak is installed)",
  () => {
    test("speaks a text", async () => {
      const { sound, lines } = await spoken("Thank you for calling. Please hold.", "en-US");
      expect(lines).toEqual([]);
      expect(sound.length / 8_000).toBeGreaterThan(1);
      expect(sound.length / 8_000).toBeLessThan(6);
      expect(energy(sound)).toBeGreaterThan(0.03);
      expect(shareBetween(sound, 320, 340)).toBeLessThan(0.3);
    });

    test("takes longer for a longer text, and sounds different in another language", async () => {
      const short = await spoken("One two", "en-GB");
      const long = await spoken("One two three four five six seven", "en-GB");
      const german = await spoken("One two", "de-DE");
      expect(long.sound.length).toBeGreaterThan(short.sound.length * 1.5);
      expect(german.sound).not.toEqual(short.sound);
      expect([short, long, german].flatMap(({ lines }) => lines)).toEqual([]);
    });

    test("does not know every language: then the text is hummed, and the log says so", async () => {
      const { sound, lines } = await spoken("hello there", "xx-XX");
      expect(sound).toEqual(hum(11));
      expect(lines).toEqual([expect.stringContaining("ended with 1; the text is hummed")]);
    });
  },
);
