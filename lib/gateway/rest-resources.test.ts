import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "./testing/account";
import { byKey, RestRig } from "./testing/rest-rig";

let rig: RestRig;

beforeEach(async () => {
  rig = await RestRig.open();
});
afterEach(async () => {
  const problems = rig.tap.problems();
  await rig.close();
  expect(problems).toEqual([]);
});

const official = () => rig.tap.client(CONFIG.accountSid, CONFIG.authToken);
const officialByKey = () => rig.tap.client(CONFIG.apiKey, CONFIG.apiSecret, CONFIG.accountSid);

test("the account is shown to the auth token", async () => {
  const account = await official().api.v2010.accounts(CONFIG.accountSid).fetch();
  expect(account).toMatchObject({
    sid: CONFIG.accountSid,
    ownerAccountSid: CONFIG.accountSid,
    authToken: CONFIG.authToken,
    status: "active",
    type: "Full",
  });
});

test("tests can make it a sub-account and a trial, and undo that", async () => {
  const ownerSid = `AC${"0".repeat(32)}`;
  expect(await rig.control("account", { ownerSid, type: "Trial" })).toBe(200);
  const account = official().api.v2010.accounts(CONFIG.accountSid);
  expect(await account.fetch()).toMatchObject({ ownerAccountSid: ownerSid, type: "Trial", status: "active" });
  expect(await rig.control("reset")).toBe(200);
  expect(await account.fetch()).toMatchObject({ ownerAccountSid: CONFIG.accountSid, type: "Full" });
});

describe("TwiML applications", () => {
  test("at the start there is the one of the settings", async () => {
    expect(await official().applications.list()).toMatchObject([
      {
        sid: CONFIG.applicationSid,
        voiceUrl: CONFIG.voiceUrl,
        voiceMethod: "POST",
        statusCallback: CONFIG.statusUrl,
        statusCallbackMethod: "POST",
        smsUrl: null,
      },
    ]);
  });

  test("are created, read, changed and deleted, by a key as well as by the auth token", async () => {
    for (const client of [official(), officialByKey()]) {
      const created = await client.applications.create({
        friendlyName: "Browser Phone phone.example.com",
        voiceUrl: "https://phone.example.com/api/voice/call?a=1&b=%20",
        voiceMethod: "GET",
        voiceFallbackUrl: "https://phone.example.com/fallback",
        statusCallback: "https://phone.example.com/api/voice/status",
        statusCallbackMethod: "GET",
        voiceCallerIdLookup: true,
      });
      const item = client.applications(created.sid);
      const fetched = await item.fetch();
      expect(fetched.toJSON()).toEqual(created.toJSON());
      expect(fetched).toMatchObject({
        friendlyName: "Browser Phone phone.example.com",
        accountSid: CONFIG.accountSid,
        voiceUrl: "https://phone.example.com/api/voice/call?a=1&b=%20",
        voiceMethod: "GET",
        voiceFallbackMethod: "POST",
        voiceCallerIdLookup: true,
        publicApplicationConnectEnabled: false,
        uri: `/2010-04-01/Accounts/${CONFIG.accountSid}/Applications/${created.sid}.json`,
      });
      const updated = await item.update({ voiceUrl: "https://other.example.com/call", voiceMethod: "POST" });
      expect(updated.toJSON()).toEqual({
        ...fetched.toJSON(),
        voiceUrl: "https://other.example.com/call",
        voiceMethod: "POST",
        dateUpdated: updated.dateUpdated,
      });
      expect(await item.remove()).toBe(true);
      await expect(item.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
      await expect(item.remove()).rejects.toMatchObject({ status: 404 });
    }
  });

  test("an empty URL unsets it", async () => {
    const changed = await rig.ask(`/Applications/${CONFIG.applicationSid}.json`, {
      form: "VoiceUrl=&StatusCallback=",
    });
    expect(changed.body).toMatchObject({ voice_url: null, status_callback: null });
  });

  test("are found by their exact name", async () => {
    const client = official();
    for (const friendlyName of ["Browser Phone a.example", "Browser Phone", "Browser Phone a.example"]) {
      await client.applications.create({ friendlyName });
    }
    const named = await client.applications.list({ friendlyName: "Browser Phone a.example" });
    expect(named.map((one) => one.friendlyName)).toEqual([
      "Browser Phone a.example",
      "Browser Phone a.example",
    ]);
    expect(await client.applications.list({ friendlyName: "browser phone" })).toEqual([]);
  });
});

describe("API keys", () => {
  test("at the start there is the one of the settings, without its secret", async () => {
    const { body } = await rig.ask("/Keys.json");
    expect(body.keys).toEqual([
      {
        sid: CONFIG.apiKey,
        friendly_name: expect.any(String),
        date_created: expect.any(String),
        date_updated: expect.any(String),
      },
    ]);
  });

  test("are created with a secret that is shown once, and then read, renamed and deleted", async () => {
    const client = official();
    const created = await client.newKeys.create({ friendlyName: "Browser Phone" });
    expect(created.secret).toMatch(/^[A-Za-z0-9]{32}$/);
    const item = client.keys(created.sid);
    expect(await item.fetch()).toMatchObject({ sid: created.sid, friendlyName: "Browser Phone" });
    expect(await item.update({ friendlyName: "renamed" })).toMatchObject({ friendlyName: "renamed" });
    expect(await client.keys.list()).toMatchObject([{ sid: created.sid }, { sid: CONFIG.apiKey }]);
    const mine = rig.tap.client(created.sid, created.secret, CONFIG.accountSid);
    expect(await mine.applications.list()).toHaveLength(1);
    expect(await item.remove()).toBe(true);
    await expect(mine.applications.list()).rejects.toMatchObject({ status: 401, code: 20003 });
    await expect(item.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(rig.tap.exchanges.filter(({ body }) => body.includes(created.secret))).toHaveLength(1);
  });

  test("see neither the account nor the keys", async () => {
    const paths = [
      `/2010-04-01/Accounts/${CONFIG.accountSid}.json`,
      "/Keys.json",
      `/Keys/${CONFIG.apiKey}.json`,
    ];
    for (const path of paths) {
      for (const method of ["GET", "POST", "DELETE"]) {
        expect(await rig.ask(path, { method, credentials: byKey })).toMatchObject({
          status: 401,
          body: { code: 20003 },
        });
      }
    }
    expect(await rig.ask(`/Keys/${CONFIG.apiKey}.json`)).toMatchObject({ status: 200 });
  });
});

describe("pages", () => {
  /** As many as make, with the one of the settings, 150. */
  async function fill(): Promise<void> {
    const client = official();
    for (let n = 1; n < 150; n += 1) await client.applications.create({ friendlyName: `number ${n}` });
  }

  test("the official library goes through 150 applications by list and by each, the newest first", async () => {
    await fill();
    const client = official();
    const all = await client.applications.list();
    expect(all.map(({ friendlyName }) => friendlyName)).toEqual([
      ...Array.from({ length: 149 }, (_, n) => `number ${149 - n}`),
      "Local voice gateway",
    ]);
    expect(new Set(all.map(({ sid }) => sid)).size).toBe(150);
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      client.applications.each({
        pageSize: 40,
        callback: ({ sid }) => seen.push(sid),
        done: (error?: Error) => (error ? reject(error) : resolve()),
      });
    });
    expect(seen).toEqual(all.map(({ sid }) => sid));
    expect(await client.applications.list({ limit: 60, pageSize: 25 })).toHaveLength(60);
  });

  test("have Twilio's addresses, and lead forth and back", async () => {
    const client = official();
    for (let n = 1; n <= 5; n += 1) await client.applications.create({ friendlyName: "one of five" });
    const path = `/2010-04-01/Accounts/${CONFIG.accountSid}/Applications.json`;
    const named = "FriendlyName=one+of+five&PageSize=2";
    const first = (await rig.ask(`/Applications.json?${named}`)).body;
    const sids = (body: Record<string, unknown>) =>
      (body.applications as { sid: string }[]).map(({ sid }) => sid);
    expect(first).toMatchObject({
      page: 0,
      page_size: 2,
      start: 0,
      end: 1,
      uri: `${path}?${named}&Page=0`,
      first_page_uri: `${path}?${named}&Page=0`,
      next_page_uri: `${path}?${named}&Page=1&PageToken=PA${sids(first)[1]}`,
      previous_page_uri: null,
    });
    const second = (await rig.ask(String(first.next_page_uri))).body;
    expect(second).toMatchObject({
      page: 1,
      start: 2,
      end: 3,
      uri: first.next_page_uri,
      previous_page_uri: `${path}?${named}&Page=0&PageToken=PB${sids(second)[0]}`,
    });
    const third = (await rig.ask(String(second.next_page_uri))).body;
    expect(third).toMatchObject({ page: 2, start: 4, end: 4, next_page_uri: null });
    const all = [first, second, third].flatMap(sids);
    expect(new Set(all).size).toBe(5);
    expect(sids((await rig.ask(String(second.previous_page_uri))).body)).toEqual(sids(first));
    expect(sids((await rig.ask(String(third.previous_page_uri))).body)).toEqual(sids(second));
    expect(sids((await rig.ask(String(third.first_page_uri))).body)).toEqual(sids(first));
  });

  test("an application that is created or deleted between two pages makes none of the others be missed", async () => {
    const client = official();
    for (let n = 1; n <= 4; n += 1) await client.applications.create({ friendlyName: `number ${n}` });
    const first = await client.applications.page({ pageSize: 2 });
    await client.applications.create({ friendlyName: "new" });
    await client.applications(first.instances[0]?.sid ?? "").remove();
    const second = await first.nextPage();
    expect(second?.instances.map(({ friendlyName }) => friendlyName)).toEqual(["number 2", "number 1"]);
  });

  test("all are found although each page is deleted before the next is asked for", async () => {
    const client = official();
    for (let n = 1; n <= 7; n += 1) await client.applications.create({ friendlyName: "to be deleted" });
    let page = await client.applications.page({ friendlyName: "to be deleted", pageSize: 2 });
    for (;;) {
      for (const { sid } of page.instances) await client.applications(sid).remove();
      const next = await page.nextPage();
      if (next === undefined) break;
      page = next as typeof page;
    }
    expect(await client.applications.list({ friendlyName: "to be deleted" })).toEqual([]);
  });

  test("a page without entries ends the list", async () => {
    const { body } = await rig.ask("/Applications.json?FriendlyName=nobody");
    expect(body).toMatchObject({
      applications: [],
      start: 0,
      end: 0,
      next_page_uri: null,
      previous_page_uri: null,
    });
  });

  test("Page says nothing without PageToken, as it is the client's own count", async () => {
    const { body } = await rig.ask("/Keys.json?Page=7&PageSize=1");
    expect(body).toMatchObject({ page: 0, keys: [{ sid: CONFIG.apiKey }] });
  });

  test("of keys are made alike", async () => {
    const client = official();
    for (let n = 1; n <= 60; n += 1) await client.newKeys.create({ friendlyName: `key ${n}` });
    const all = await client.keys.list();
    expect(new Set(all.map(({ sid }) => sid)).size).toBe(61);
    expect(all[0]).toMatchObject({ friendlyName: "key 60" });
  });

  test.each([
    "PageSize=0",
    "PageSize=1001",
    "PageSize=x",
    "PageSize=",
    "PageSize=1.5",
    "PageSize=-1",
    "Page=-1",
    "PageToken=x",
  ])("400, 20001: %s", async (query) => {
    expect(await rig.ask(`/Applications.json?${query}`)).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
  });
});
