import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mustBegin, RecordingRig, request, writeTone } from "../testing/recordings";
import { soak } from "../testing/soak";
import { toneSamples } from "../testing/sound";

let rig: RecordingRig;
/** A good recording that must outlive whatever lies beside it, and its sidecar. */
let good: string;
let sidecar: string;

beforeEach(async () => {
  rig = new RecordingRig();
  const store = await rig.open();
  const recording = mustBegin(store);
  writeTone(recording, 0, 10);
  recording.stop();
  await recording.ended;
  good = recording.sid;
  sidecar = readFileSync(join(rig.folder, `${good}.json`), "utf8");
});
afterEach(() => rig.close());

const randomSid = () => `RE${randomBytes(16).toString("hex")}`;
const random = (below: number) => Math.floor(Math.random() * below);

/** The store opens, shows only what can be shown, and the good recording is unharmed. */
async function expectGood(): Promise<void> {
  const store = await rig.open();
  for (const facts of store.list()) expect(() => new Date(facts.createdAt).toISOString()).not.toThrow();
  expect(store.get(good)).toMatchObject({ status: "completed", durationSeconds: 0.2 });
  expect(rig.wav(good).samples).toEqual([toneSamples(0, 10)]);
  expect(store.begin(request())).toBeDefined();
  await store.close();
}

test("random bytes as facts never stop the store from opening", async () => {
  for (let count = soak(300, 5_000); count > 0; count -= 1) {
    const sid = randomSid();
    writeFileSync(join(rig.folder, `${sid}.json`), randomBytes(random(400)));
    if (count % 2) writeFileSync(join(rig.folder, `${sid}.wav`), randomBytes(random(400)));
  }
  await expectGood();
});

test("neither do facts with a part that is something else", async () => {
  const values = [null, -1, 0.5, 1e300, "", "x", "../..", [], {}, true, "RE", "9".repeat(70_000)];
  for (const name of Object.keys(JSON.parse(sidecar))) {
    for (const value of values) {
      const sid = randomSid();
      const facts = { ...JSON.parse(sidecar), sid, status: "in-progress", [name]: value };
      writeFileSync(join(rig.folder, `${sid}.json`), JSON.stringify(facts));
      writeFileSync(join(rig.folder, `${sid}.wav`), randomBytes(random(400)));
    }
  }
  await expectGood();
});

test("neither do facts with bytes changed", async () => {
  for (let count = soak(300, 5_000); count > 0; count -= 1) {
    const sid = randomSid();
    const bytes = Buffer.from(sidecar.replace(good, sid).replace("completed", "in-progress"));
    bytes[random(bytes.length)] = random(256);
    writeFileSync(join(rig.folder, `${sid}.json`), bytes);
    writeFileSync(join(rig.folder, `${sid}.wav`), randomBytes(random(400)));
  }
  await expectGood();
});

test("neither do folders and links in place of files, and nothing is written through a link", async () => {
  // Longer than a header: the length of a link is that of the path in it.
  const outside = join(rig.base, "outside".repeat(20));
  writeFileSync(outside, "x".repeat(400));
  const [one, two, three] = [randomSid(), randomSid(), randomSid()];
  mkdirSync(join(rig.folder, `${one}.json`));
  symlinkSync(outside, join(rig.folder, `${two}.json`));
  writeFileSync(
    join(rig.folder, `${three}.json`),
    sidecar.replace(good, three).replace("completed", "in-progress"),
  );
  symlinkSync(outside, join(rig.folder, `${three}.wav`));
  await expectGood();
  expect(readFileSync(outside, "utf8")).toBe("x".repeat(400));
});

test("sound without readable facts is named in the log, counted, and not deleted", async () => {
  const sid = randomSid();
  writeFileSync(join(rig.folder, `${sid}.wav`), Buffer.alloc(50_000));
  writeFileSync(join(rig.folder, `${sid}.json`), "{");
  const store = await rig.open({ maxBytes: 50_000 });
  expect(rig.lines.at(-1)).toContain(sid);
  expect(store.get(sid)).toBeUndefined();
  expect(store.begin(request())).toBeUndefined();
  expect(readdirSync(rig.folder)).toContain(`${sid}.wav`);
});

test("the draft of facts that were never finished is removed", async () => {
  writeFileSync(join(rig.folder, `${good}.json.tmp`), "{");
  await expectGood();
  expect(readdirSync(rig.folder)).not.toContain(`${good}.json.tmp`);
});
