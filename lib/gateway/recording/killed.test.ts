import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FRAME_SAMPLES } from "../audio/frame";
import { mustBegin, RecordingRig, writeTone } from "../testing/recordings";
import { toneSamples } from "../testing/sound";

const root = fileURLToPath(new URL("../../../", import.meta.url));

let rig: RecordingRig;
const children: ChildProcess[] = [];

beforeEach(() => {
  rig = new RecordingRig();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rig.close();
});

/** Starts a process that records. `limit`: a shell command before it. */
function startRecorder(limit = "true") {
  const command = `${limit} && exec "$0" --import tsx lib/gateway/testing/record-until-killed.ts "$1"`;
  const child = spawn("/bin/sh", ["-c", command, process.execPath, rig.folder], {
    cwd: root,
    env: Object.assign({}, process.env, { TSX_DISABLE_CACHE: "1" }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const frames = () => [...output.matchAll(/^frame (\d+)$/gm)].length;
  const sid = () => /^begun (RE\w+)$/m.exec(output)?.[1] ?? "";
  return { child, frames, sid, output: () => output };
}

test("a kill -9 loses less than a second, and the next start makes the file whole", async () => {
  const { child, frames, sid } = startRecorder();
  await expect.poll(frames, { timeout: 25_000 }).toBeGreaterThan(120);
  child.kill("SIGKILL");
  await once(child, "close");
  const written = frames();
  const facts = (await rig.open()).get(sid());
  const { samples, channels, sampleRate } = rig.wav(sid());
  const kept = (samples[0]?.length ?? 0) / FRAME_SAMPLES;
  expect({ channels, sampleRate }).toEqual({ channels: 1, sampleRate: 8_000 });
  expect(kept).toBeGreaterThan(written - 50);
  expect(samples).toEqual([toneSamples(0, kept)]);
  expect(facts).toMatchObject({ status: "completed", durationSeconds: kept / 50 });
  expect(rig.lines).toEqual([`${sid()}: the recording was not ended; now it is completed`]);
}, 40_000);

test("a full disk ends a recording with what fits on it, and nothing else", async () => {
  // No file of the process may be longer than 64 blocks of 512 bytes: the second chunk after the first second fits in part.
  const { child, output, sid } = startRecorder("ulimit -f 64");
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  const [, status, seconds] = /^ended (\w+) ([\d.]+)$/m.exec(output()) ?? [];
  expect({ status, seconds }).toEqual({ status: "completed", seconds: "2" });
  expect(rig.wav(sid()).samples).toEqual([toneSamples(0, 100)]);
  expect(output()).toMatch(/^log RE\w+: the recording ends, since it cannot be written: EFBIG/m);
}, 40_000);

test.each([
  ["before any sound, it is absent", 10, "absent", 0],
  ["within a sample of two channels, that sample is left out", 44 + 4 * 800 + 3, "completed", 0.1],
])("killed %s", async (_name, bytes, status, durationSeconds) => {
  const first = await rig.open();
  const recording = mustBegin(first, { channels: 2 });
  writeTone(recording, 0, 10);
  recording.stop();
  await recording.ended;
  const sidecar = join(rig.folder, `${recording.sid}.json`);
  writeFileSync(sidecar, readFileSync(sidecar, "utf8").replace("completed", "in-progress"));
  truncateSync(join(rig.folder, `${recording.sid}.wav`), bytes);
  const store = await rig.open();
  expect(store.get(recording.sid)).toMatchObject({ status, durationSeconds });
  if (status === "absent") return expect(readdirSync(rig.folder)).toEqual([`${recording.sid}.json`]);
  expect(rig.wav(recording.sid).samples[0]).toHaveLength(800);
  expect(store.file(recording.sid)?.bytes).toBe(statSync(join(rig.folder, `${recording.sid}.wav`)).size);
});
