import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SILENCE } from "../audio/frame";
import { mustBegin, RecordingRig, request, writeTone } from "../testing/recordings";
import { toneSamples } from "../testing/sound";
import type { RecordingStore } from "./recording-store";

let rig: RecordingRig;

beforeEach(() => {
  rig = new RecordingRig();
});
afterEach(() => rig.close());

/** A finished recording of some frames. */
async function record(store: RecordingStore, changes = {}, frames = 10) {
  const recording = mustBegin(store, changes);
  writeTone(recording, 0, frames);
  recording.stop();
  return recording.ended;
}

test("recordings are listed, the newest first, by call and by conference, also after a restart", async () => {
  const [callSid, conferenceSid] = [`CA${"0".repeat(32)}`, `CF${"1".repeat(32)}`];
  const first = await rig.open();
  const one = await record(first);
  const two = await record(first, { callSid });
  const three = await record(first, { callSid, conferenceSid, source: "Conference" });
  await first.close();
  const store = await rig.open();
  const four = await record(store);
  for (const facts of [one, two, three]) expect(store.get(facts.sid)).toEqual(facts);
  expect(store.list()).toEqual([four, three, two, one]);
  expect(store.list({ callSid })).toEqual([three, two]);
  expect(store.list({ conferenceSid })).toEqual([three]);
  const places = [one, two, three, four].map(({ sid }) => store.placeOf(sid) ?? 0);
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  expect(store.placeOf("RE")).toBeUndefined();
});

test("the folder and the files are for their owner alone, whatever the umask", async () => {
  const before = process.umask(0);
  try {
    const store = await rig.open();
    await record(store);
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(mode(rig.folder)).toBe("700");
    const names = readdirSync(rig.folder);
    expect(names).toHaveLength(2);
    expect(names.map((name) => mode(join(rig.folder, name)))).toEqual(["600", "600"]);
  } finally {
    process.umask(before);
  }
});

test("a completed recording has its file, and one under way has none yet", async () => {
  const store = await rig.open();
  const recording = mustBegin(store);
  writeTone(recording, 0, 60);
  expect(store.live(recording.sid)).toBe(recording);
  expect(store.current(recording.request.callSid)).toBe(recording);
  expect(store.file(recording.sid)).toBeUndefined();
  recording.stop();
  expect(store.current(recording.request.callSid)).toBeUndefined();
  await recording.ended;
  expect(store.live(recording.sid)).toBeUndefined();
  const file = store.file(recording.sid);
  expect(file).toEqual({ path: join(rig.folder, `${recording.sid}.wav`), bytes: 44 + 60 * 320 });
  expect(statSync(file?.path ?? "").size).toBe(file?.bytes);
});

describe("deleting", () => {
  test("removes the files of a completed recording, and keeps its place", async () => {
    const store = await rig.open();
    const { sid } = await record(store);
    const place = store.placeOf(sid);
    expect(store.delete(sid)).toBe(true);
    expect(store.get(sid)).toBeUndefined();
    expect(store.placeOf(sid)).toBe(place);
    expect(store.delete(sid)).toBe(false);
    await store.close();
    expect(readdirSync(rig.folder)).toEqual([]);
  });

  test.each(["delete", "discard"] as const)(
    "%s ends one that is being made, and leaves nothing",
    async (how) => {
      const store = await rig.open();
      const recording = mustBegin(store);
      writeTone(recording, 0, 60);
      if (how === "delete") store.delete(recording.sid);
      else recording.discard();
      writeTone(recording, 60, 61);
      await recording.ended;
      expect(store.get(recording.sid)).toBeUndefined();
      await store.close();
      expect(readdirSync(rig.folder)).toEqual([]);
    },
  );

  test.each(["../secret", "RE/../../secret", "secret", "", `RE${"a".repeat(32)}/../../../secret`, "RE\0"])(
    "no sid such as %j leads out of the folder",
    async (sid) => {
      const store = await rig.open();
      const secret = join(dirname(rig.folder), "secret.wav");
      writeFileSync(secret, "x");
      expect(store.delete(sid)).toBe(false);
      expect(store.get(sid)).toBeUndefined();
      expect(store.file(sid)).toBeUndefined();
      await store.close();
      expect(existsSync(secret)).toBe(true);
    },
  );
});

describe("the caps", () => {
  test("no more recordings begin than may be, and deleting makes room", async () => {
    const store = await rig.open({ maxRecordings: 2 });
    const { sid } = await record(store);
    mustBegin(store);
    expect(store.begin(request())).toBeUndefined();
    expect(rig.lines.at(-1)).toContain("not recorded: there are 2 recordings already");
    store.delete(sid);
    expect(store.begin(request())).toBeDefined();
  });

  test("a recording ends when the bytes are used up, and keeps what is in it; deleting makes room", async () => {
    const store = await rig.open({ maxBytes: 30_000 });
    const recording = mustBegin(store);
    writeTone(recording, 0, 500);
    expect(await recording.ended).toMatchObject({ status: "completed", durationSeconds: 1.5 });
    expect(rig.wav(recording.sid).samples).toEqual([toneSamples(0, 75)]);
    expect(await record(store)).toMatchObject({ status: "completed" });
    const third = mustBegin(store);
    writeTone(third, 0, 25);
    expect(await third.ended).toMatchObject({ status: "absent" });
    store.delete(recording.sid);
    expect(await record(store, {}, 50)).toMatchObject({ durationSeconds: 1 });
  });

  test("silence that is cut off does not count any more", async () => {
    const store = await rig.open({ maxBytes: 30_000 });
    for (let count = 0; count < 3; count += 1) {
      const recording = mustBegin(store, { trim: "trim-silence" });
      writeTone(recording, 0, 10);
      for (let index = 0; index < 50; index += 1) recording.write(SILENCE);
      recording.stop();
      expect(await recording.ended).toMatchObject({ durationSeconds: 0.2 });
    }
  });

  test("what is in the folder at the start counts", async () => {
    const first = await rig.open();
    await record(first, {}, 100);
    await first.close();
    const store = await rig.open({ maxBytes: 32_000 });
    expect(store.begin(request())).toBeUndefined();
    expect(rig.lines.at(-1)).toContain("32000 bytes already");
  });
});

describe("a folder that cannot be used", () => {
  test("is an error that names it, when a file is in its place", async () => {
    mkdirSync(dirname(rig.folder));
    writeFileSync(rig.folder, "x");
    await expect(rig.open()).rejects.toThrow(rig.folder);
  });

  test("makes recordings absent when it is gone meanwhile, and says so once each", async () => {
    const store = await rig.open();
    rmSync(rig.folder, { recursive: true });
    const facts = await record(store, {}, 500);
    expect(facts).toMatchObject({ status: "absent", durationSeconds: 0 });
    expect(store.get(facts.sid)).toEqual(facts);
    expect(rig.lines.filter((line) => line.includes("cannot be written"))).toHaveLength(1);
    expect(store.begin(request())).toBeDefined();
  });
});

test("without a folder the recordings are in a temporary one, which goes with the store", async () => {
  const store = await rig.open({ folder: undefined });
  const { sid } = await record(store);
  const path = store.file(sid)?.path ?? "";
  expect(existsSync(path)).toBe(true);
  expect((statSync(dirname(path)).mode & 0o777).toString(8)).toBe("700");
  await store.close();
  expect(existsSync(dirname(path))).toBe(false);
});

test("a second store in the folder does no harm to what the first one records", async () => {
  const first = await rig.open();
  const recording = mustBegin(first);
  writeTone(recording, 0, 60);
  const path = join(rig.folder, `${recording.sid}.wav`);
  await expect.poll(() => existsSync(path) && statSync(path).size).toBe(44 + 50 * 320);
  await rig.open();
  writeTone(recording, 60, 130);
  recording.stop();
  await recording.ended;
  expect(rig.wav(recording.sid).samples).toEqual([toneSamples(0, 130)]);
  expect((await rig.open()).get(recording.sid)).toEqual(recording.facts());
});

test("closing ends what is being made, and leaves no timer; nothing begins afterwards", async () => {
  const store = await rig.open();
  const recording = mustBegin(store);
  writeTone(recording, 0, 130);
  await Promise.all([store.close(), store.close()]);
  expect(recording.facts()).toMatchObject({ status: "completed", durationSeconds: 2.6 });
  expect(rig.wav(recording.sid).samples).toEqual([toneSamples(0, 130)]);
  expect(store.begin(request())).toBeUndefined();
  expect(rig.clock.pending).toBe(0);
});
