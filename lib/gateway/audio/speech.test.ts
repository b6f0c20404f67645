import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeClock } from "../testing/clock";
import { FakeSynthesiser, isRunning } from "../testing/fake-synthesiser";
import { hum } from "./hum";
import { MAX_TEXT, Speech } from "./speech";
import { wavHeader } from "./wav-header";

const { SPEAKS, STUCK } = FakeSynthesiser;
const SPOKEN = Int16Array.of(1, 2, 3);
const WAV = Buffer.concat([wavHeader(1, SPOKEN.byteLength), Buffer.from(SPOKEN.buffer)]);
const toEnd: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const end of toEnd.splice(0)) await end();
});

function speechBy(program: string | undefined) {
  const lines: string[] = [];
  const clock = new FakeClock();
  const speech = new Speech({ clock, program, log: (_about, message) => void lines.push(message) });
  toEnd.push(() => speech.close());
  return { speech, clock, lines };
}

async function speechByScript(script: string) {
  const fake = await FakeSynthesiser.make(script, WAV);
  const made = speechBy(fake.program);
  toEnd.push(() => fake.remove());
  return { ...made, fake };
}

describe("without a synthesiser", () => {
  test("a text is hummed", async () => {
    expect(await speechBy(undefined).speech.say("Hello, Ann", "en-US")).toEqual(hum(10));
  });

  test("an empty text is not heard, and a long one is cut", async () => {
    const { speech } = speechBy(undefined);
    expect(await speech.say(" \n ", "en-US")).toEqual(new Int16Array(0));
    expect(await speech.say("x".repeat(MAX_TEXT + 500), "en-US")).toHaveLength(hum(MAX_TEXT).length);
  });
});

describe("a synthesiser", () => {
  test("gets the text through its standard input, whatever is in it, and speaks it", async () => {
    const { speech, fake } = await speechByScript(SPEAKS);
    const text = '--version; $(touch x) `id` "ü" \\';
    expect(await speech.say(text, "pt-BR")).toEqual(SPOKEN);
    expect(await fake.noted()).toEqual({ text, arguments: "-b|1|-v|pt-br|--stdin|--stdout|" });
  });

  test("does not speak anew what it spoke lately, or is speaking", async () => {
    const { speech, fake } = await speechByScript(SPEAKS);
    const [first, second] = await Promise.all([speech.say("Hello", "en-US"), speech.say("Hello", "en-US")]);
    expect(second).toBe(first);
    expect(await speech.say(" Hello ", "en-us")).toBe(first);
    expect(await fake.pids()).toHaveLength(1);
    await speech.say("Hello", "en-GB");
    expect(await fake.pids()).toHaveLength(2);
  });

  test("speaks anew what was not among the last sixteen texts", async () => {
    const { speech, fake } = await speechByScript(SPEAKS);
    const first = await speech.say("0", "en");
    for (let text = 1; text < 16; text++) await speech.say(String(text), "en");
    expect(await speech.say("0", "en")).toBe(first);
    await speech.say("16", "en");
    expect(await speech.say("0", "en")).toBe(first);
    expect(await fake.pids()).toHaveLength(17);
    await speech.say("1", "en");
    expect(await fake.pids()).toHaveLength(18);
  });

  test("that does not end within ten seconds is killed, and the text is hummed", async () => {
    const { speech, fake, clock, lines } = await speechByScript(STUCK);
    const saying = speech.say("Hello", "en-US");
    await vi.waitFor(async () => expect(await fake.pids()).toHaveLength(1));
    const [pid = 0] = await fake.pids();
    await clock.advance(9_999);
    expect(isRunning(pid)).toBe(true);
    await clock.advance(1);
    expect(await saying).toEqual(hum(5));
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
    expect(clock.pending).toBe(0);
    expect(lines).toEqual([expect.stringContaining("no end within 10000 ms")]);
  });

  test.each([
    ["fails", "exit 3", "ended with 3"],
    ["is killed", "kill -9 $$", "ended with a signal"],
    ["gives no WAV file", "echo hello", "no WAV file"],
  ])("that %s leaves the text hummed, and is asked anew the next time", async (_what, end, because) => {
    const { speech, fake, clock, lines } = await speechByScript(`touch run-$$; ${end}`);
    expect(await speech.say("Hello", "en-US")).toEqual(hum(5));
    expect(await speech.say("Hello", "en-US")).toEqual(hum(5));
    expect(lines).toHaveLength(2);
    expect(await fake.pids()).toHaveLength(2);
    expect(lines[0]).toContain(because);
    expect(clock.pending).toBe(0);
  });

  test("that cannot be started leaves the text hummed", async () => {
    const { speech, clock } = speechBy("/nowhere/espeak-ng");
    expect(await speech.say("Hello", "en-US")).toEqual(hum(5));
    expect(clock.pending).toBe(0);
  });

  test("speaks four texts at once, and the others after them", async () => {
    const { speech, fake, clock } = await speechByScript(STUCK);
    const saying = ["1", "2", "3", "4", "5", "6"].map((text) => speech.say(text, "en"));
    await vi.waitFor(async () => expect(await fake.pids()).toHaveLength(4));
    expect(clock.pending).toBe(4);
    await clock.advance(10_000);
    await vi.waitFor(async () => expect(await fake.pids()).toHaveLength(6));
    await clock.advance(10_000);
    for (const sound of await Promise.all(saying)) expect(sound).toEqual(hum(1));
  });

  test("that is speaking when everything closes is killed, and speaks no more", async () => {
    const { speech, fake, clock } = await speechByScript(STUCK);
    const saying = ["1", "2", "3", "4", "5"].map((text) => speech.say(text, "en"));
    await vi.waitFor(async () => expect(await fake.pids()).toHaveLength(4));
    speech.close();
    speech.close();
    for (const sound of await Promise.all(saying)) expect(sound).toEqual(hum(1));
    const started = await fake.pids();
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]));
    expect(await speech.say("Hello", "en-US")).toEqual(hum(5));
    expect(await fake.pids()).toEqual(started);
    expect(clock.pending).toBe(0);
  });
});
