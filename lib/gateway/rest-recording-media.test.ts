import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "./testing/account";
import { RecordingRestRig } from "./testing/recording-rest";
import { mustBegin } from "./testing/recordings";
import { accountPath, byKey, byToken, RestRig } from "./testing/rest-rig";
import { readWav, toneFrame } from "./testing/sound";

let rig: RecordingRestRig;

beforeEach(async () => {
  rig = await RecordingRestRig.open();
});
afterEach(() => rig.close());

/** A completed recording of so many frames. */
async function record(channels: 1 | 2 = 1, frames = 10) {
  const recording = mustBegin(rig.store, { channels });
  for (let index = 0; index < frames; index += 1) recording.write(toneFrame(index), toneFrame(index, 1_000));
  recording.stop();
  return (await recording.ended).sid;
}

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${rig.origin}${accountPath}/Recordings/${path}`, { method, headers });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const basic = (credentials: string) => ({ authorization: `Basic ${btoa(credentials)}` });

test.each(["", ".wav"])(
  "the sound is there with the ending %j, for a page without credentials",
  async (ending) => {
    const sid = await record();
    const response = await get(`${sid}${ending}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "audio/x-wav",
      "accept-ranges": "bytes",
      "cache-control": "no-store",
      "content-length": String(44 + 3_200),
    });
    expect(await bytesOf(response)).toEqual(readFileSync(rig.store.file(sid)?.path ?? ""));
  },
);

test("HEAD tells the length and sends nothing", async () => {
  const response = await get(await record(), {}, "HEAD");
  expect([response.status, response.headers.get("content-length")]).toEqual([200, "3244"]);
  expect(await bytesOf(response)).toHaveLength(0);
});

test("as MP3 it is not there, and the answer says why", async () => {
  const response = await get(`${await record()}.mp3`);
  expect([response.status, (await response.json()).message]).toEqual([404, expect.stringMatching(/\.wav/)]);
});

test("another method is refused, and a sid that is unknown, deleted or of a running recording not found", async () => {
  const sid = await record();
  const status = async (path: string, method = "GET") => (await get(path, {}, method)).status;
  expect(await status(sid, "POST")).toBe(405);
  expect(await status(`RE${"0".repeat(32)}`)).toBe(404);
  expect(await status(mustBegin(rig.store).sid)).toBe(404);
  rig.store.delete(sid);
  expect(await status(sid)).toBe(404);
});

test("one that has just been stopped is waited for", async () => {
  const recording = mustBegin(rig.store);
  recording.write(toneFrame(0));
  recording.stop();
  expect((await get(recording.sid)).status).toBe(200);
});

describe("a range", () => {
  test.each([
    ["bytes=0-43", 0, 43],
    ["bytes=44-", 44, 3_243],
    ["bytes=3000-99999", 3_000, 3_243],
    ["bytes=-100", 3_144, 3_243],
    ["bytes=-99999", 0, 3_243],
    ["bytes=7-7", 7, 7],
  ])("%s is sent alone", async (range, start, end) => {
    const sid = await record();
    const response = await get(sid, { range });
    expect([response.status, response.headers.get("content-range")]).toEqual([
      206,
      `bytes ${start}-${end}/3244`,
    ]);
    const whole = readFileSync(rig.store.file(sid)?.path ?? "");
    expect(await bytesOf(response)).toEqual(whole.subarray(start, end + 1));
  });

  test.each(["bytes=3244-", "bytes=-0", "bytes=9999-10000"])("%s is beyond the end", async (range) => {
    const response = await get(await record(), { range });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */3244"]);
    expect(await bytesOf(response)).toHaveLength(0);
  });

  test.each(["bytes=5-2", "bytes=0-1,4-5", "seconds=1-2", "bytes=", "bytes=-", "bytes=a-b"])(
    "%s counts as none",
    async (range) => {
      const response = await get(await record(), { range });
      expect([response.status, response.headers.get("content-length")]).toEqual([200, "3244"]);
      await bytesOf(response);
    },
  );

  test("counts as none with an If-Range, since nothing has a validator", async () => {
    const response = await get(await record(), { range: "bytes=0-9", "if-range": '"x"' });
    expect(response.status).toBe(200);
    await bytesOf(response);
  });
});

describe("RequestedChannels", () => {
  test("=1 mixes two channels, the whole and any range of it", async () => {
    // Longer than what is read at once.
    const sid = await record(2, 500);
    const response = await get(`${sid}.wav?RequestedChannels=1`);
    const whole = await bytesOf(response);
    expect(response.headers.get("content-length")).toBe(String(whole.length));
    const { channels, samples } = readWav(whole);
    const [left = [], right = []] = rig.files.wav(sid).samples;
    expect(channels).toBe(1);
    expect(samples).toEqual([left.map((sample, index) => sample + (right[index] ?? 0))]);
    for (const [start, end] of [
      [0, 20],
      [30, 46],
      [44, 44],
      [45, 45],
      [45, 70_001],
      [9_999, 160_043],
    ] as const) {
      const part = await get(`${sid}?RequestedChannels=1`, { range: `bytes=${start}-${end}` });
      expect(await bytesOf(part)).toEqual(whole.subarray(start, end + 1));
    }
  });

  test("two loud channels do not overflow", async () => {
    const recording = mustBegin(rig.store, { channels: 2 });
    recording.write(new Int16Array(160).fill(30_000), new Int16Array(160).fill(30_000));
    recording.write(new Int16Array(160).fill(-30_000), new Int16Array(160).fill(-30_000));
    recording.stop();
    const { samples } = readWav(await bytesOf(await get(`${recording.sid}?RequestedChannels=1`)));
    expect([samples[0]?.[0], samples[0]?.[160]]).toEqual([32_767, -32_768]);
  });

  test.each([
    [1, "1", 200],
    [2, "2", 200],
    [1, "2", 400],
    [2, "3", 400],
    [1, "", 400],
  ] as const)("of a recording of %i: %j is answered with %i", async (channels, wanted, status) => {
    const response = await get(`${await record(channels)}?RequestedChannels=${wanted}`);
    expect(response.status).toBe(status);
    await bytesOf(response);
  });
});

test("with protected media, credentials are asked for", async () => {
  await rig.close();
  rig = await RecordingRestRig.open({ protectsMedia: true });
  const sid = await record();
  const without = await get(sid);
  expect([without.status, (await without.json()).code]).toEqual([401, 20003]);
  expect(without.headers.get("www-authenticate")).toContain("Basic");
  for (const credentials of [byToken, byKey]) {
    const response = await get(sid, basic(credentials));
    expect(response.status).toBe(200);
    await bytesOf(response);
  }
});

test("the sound is not there for another account, nor while the account is suspended", async () => {
  const sid = await record();
  const other = await fetch(`${rig.origin}/2010-04-01/Accounts/AC${"9".repeat(32)}/Recordings/${sid}`);
  expect(other.status).toBe(404);
  rig.account.standing = { ...rig.account.standing, status: "suspended" };
  expect((await get(sid)).status).toBe(401);
});

test("a whole gateway has the recordings of its folder, and its sound", async () => {
  const sid = await record();
  await rig.store.close();
  const whole = await RestRig.open({ recordingsFolder: rig.files.folder });
  try {
    const client = whole.tap.client(CONFIG.accountSid, CONFIG.authToken);
    expect(await client.recordings.list()).toMatchObject([{ sid, status: "completed" }]);
    const { mediaUrl } = await client.recordings(sid).fetch();
    const { pathname } = new URL(mediaUrl);
    const response = await fetch(`http://127.0.0.1:${whole.gateway.port}${pathname}.wav`);
    expect(readWav(await bytesOf(response)).samples[0]).toHaveLength(1_600);
    expect(await client.recordings(sid).remove()).toBe(true);
    expect(whole.tap.problems()).toEqual([]);
  } finally {
    await whole.close();
  }
});
