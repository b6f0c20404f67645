import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { FakeClock } from "../testing/clock";
import { energy, loudestFrequency } from "../testing/measure";
import { encodeMuLaw } from "./mulaw";
import { type FetchedFile, MAX_FILE_BYTES, SoundLibrary } from "./sound-library";
import { SoundError } from "./sounds";
import { Speech } from "./speech";
import { tone } from "./tone";
import { wavHeader } from "./wav-header";

const URL_OF_FILE = "http://localhost:3000/hello";
const sound = tone({ hz: [1_000], seconds: 1, level: 0.3 });
const wav = Buffer.concat([wavHeader(1, sound.length * 2), Buffer.from(sound.buffer)]);
const mp3 = await readFile(new URL("../testing/tone-440.mp3", import.meta.url));

const speech = new Speech({ clock: new FakeClock(), program: undefined });

/** A library to which the application gives this file. */
function library(file: Partial<FetchedFile> | Error) {
  const requests: string[] = [];
  const fetchFile = async (url: string, method: string): Promise<FetchedFile> => {
    requests.push(`${method} ${url}`);
    if (file instanceof Error) throw file;
    return { status: 200, contentType: "", body: Buffer.alloc(0), ...file };
  };
  return { sounds: new SoundLibrary({ fetchFile, speech }), requests };
}

async function heard(contentType: string, body: Buffer): Promise<number> {
  const { sounds } = library({ contentType, body });
  return Math.round(loudestFrequency(await sounds.load(URL_OF_FILE, "GET")) ?? 0);
}

async function codeOf(file: Partial<FetchedFile> | Error): Promise<number> {
  const error = await library(file)
    .sounds.load(URL_OF_FILE, "GET")
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SoundError);
  return (error as SoundError).code;
}

describe("a file is heard", () => {
  test.each(["audio/wav", "audio/wave", "Audio/X-WAV; charset=binary", "", "application/octet-stream"])(
    "that is a WAV of type %j",
    async (type) => expect(await heard(type, wav)).toBe(1_000),
  );

  test.each(["audio/mpeg", "audio/mp3", "", "binary/octet-stream"])(
    "that is an MP3 of type %j",
    async (type) => expect(await heard(type, mp3)).toBe(440),
  );

  test.each(["audio/ulaw", "audio/x-mulaw"])("that is bare µ-law of type %j", async (type) =>
    expect(await heard(type, encodeMuLaw(sound))).toBe(1_000),
  );

  test("with the method that the document names, and anew each time", async () => {
    const { sounds, requests } = library({ contentType: "audio/wav", body: wav });
    expect(await sounds.load(URL_OF_FILE, "POST")).toEqual(sound);
    await sounds.load(URL_OF_FILE, "GET");
    expect(requests).toEqual([`POST ${URL_OF_FILE}`, `GET ${URL_OF_FILE}`]);
  });
});

describe("a file is refused", () => {
  test("with 11200 when it cannot be retrieved", async () => {
    expect(await codeOf(new Error("connect ECONNREFUSED"))).toBe(11_200);
    expect(await codeOf({ status: 404, contentType: "audio/wav", body: wav })).toBe(11_200);
    expect(await codeOf({ status: 302, contentType: "audio/wav", body: wav })).toBe(11_200);
    expect(await codeOf({ contentType: "audio/wav", body: Buffer.alloc(MAX_FILE_BYTES + 1) })).toBe(11_200);
  });

  test("with 12300 when it is no audio, or not what its type says", async () => {
    expect(await codeOf({ contentType: "text/html", body: Buffer.from("<html>") })).toBe(12_300);
    expect(await codeOf({ contentType: "audio/aiff", body: wav })).toBe(12_300);
    expect(await codeOf({ contentType: "", body: Buffer.from("nothing") })).toBe(12_300);
    expect(await codeOf({ contentType: "audio/wav", body: mp3 })).toBe(12_300);
    expect(await codeOf({ contentType: "audio/mpeg", body: Buffer.from("<Response/>") })).toBe(12_300);
    expect(await codeOf({ contentType: "constructor", body: wav })).toBe(12_300);
  });

  test("with 12300 when it is too long", async () => {
    const fetchFile = async (_url: string) => ({
      status: 200,
      contentType: "audio/ulaw",
      body: encodeMuLaw(sound),
    });
    const load = (maxSeconds: number) =>
      new SoundLibrary({ fetchFile, speech, maxSeconds }).load(URL_OF_FILE, "GET");
    expect(await load(1)).toHaveLength(8_000);
    await expect(load(0.9)).rejects.toMatchObject({ name: "SoundError", code: 12_300 });
  });
});

test("all the gateway's own sounds can be heard", async () => {
  const { sounds } = library({});
  const own = {
    beep: sounds.beep,
    enter: sounds.enter,
    exit: sounds.exit,
    ringback: sounds.ringback,
    music: sounds.music,
  };
  for (const each of [...Object.values(own), sounds.keys("5"), await sounds.say("Hello", "en-US")]) {
    expect(energy(each)).toBeGreaterThan(0.02);
  }
});
