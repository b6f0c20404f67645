// First, since it replaces a module that the routes import.
import "./_testing/scope";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import {
  apiErrorSchema,
  callsResponseSchema,
  displayNameSchema,
  meSchema,
  peopleResponseSchema,
  usernameSchema,
} from "@/lib/contracts";
import { database } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { env } from "@/lib/env";
import { cookieName } from "@/lib/page-origin";
import { createPerson } from "@/lib/server/people/create-person";
import { Browser } from "./_testing/browser";
import { newDevice } from "./_testing/people";
import {
  allow,
  block,
  blocks,
  call,
  calls,
  ended,
  me,
  password,
  people,
  person,
  presence,
} from "./_testing/routes";

/** How often each property is tried: in `npm run soak` for long. */
const runs = process.env.SOAK === "1" ? 3_000 : 25;

/** Any text: of all of Unicode, with lone surrogates and NUL, long, or with what has a meaning in SQL. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string({ minLength: 100, maxLength: 5_000 }),
  fc
    .array(fc.constantFrom("%", "_", "\\", "'", '"', "\0", "\ud800", "\udfff", "ﬀ", "İ", "ß", "ﾞ"))
    .map((all) => all.join("")),
  fc.constantFrom("", " ", "null", "undefined", "__proto__", "constructor"),
);

/** A search of which the part that is looked for would end within a character. */
const cutInTwo = `q=${"a".repeat(63)}%F0%9F%98%80`;

/** A query as it is in an address, of which one name may stand twice. */
function queryOf(names: readonly string[]) {
  const raw = fc.string({ unit: fc.constantFrom("%", "0", "F", "f", "&", "=", "+", "é", "\ud83d") });
  const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), text), text), { maxLength: 4 });
  return fc.oneof(
    pairs.map((all) => String(new URLSearchParams(all.map(([name, value]) => [name, value.toWellFormed()])))),
    raw.map((value) => value.toWellFormed()),
  );
}

onBothDatabases(() => {
  let browser: Browser;
  beforeAll(async () => {
    browser = (await newDevice()).browser;
    for (let count = 0; count < 3; count++) await newDevice();
  });

  /** No limit is meant here, and none is reached. */
  async function withoutLimits(): Promise<void> {
    await (await database()).execute(sql`delete from rate_limits`);
  }

  /** Tries a property that is about an answer: never a 5xx, and an error of the API if it is no success. */
  async function holds<Input>(
    input: fc.Arbitrary<Input>,
    ask: (input: Input) => Promise<Response>,
    {
      check = async () => {},
      examples = [],
    }: {
      readonly check?: (response: Response, input: Input) => Promise<unknown>;
      /** Inputs that are tried each time. */
      readonly examples?: readonly Input[];
    } = {},
  ): Promise<Set<number>> {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(input, async (one) => {
        await withoutLimits();
        const response = await ask(one);
        statuses.add(response.status);
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) apiErrorSchema.parse(await response.clone().json());
        await check(response, one);
      }),
      { numRuns: runs + examples.length, examples: examples.map((one) => [one]) },
    );
    return statuses;
  }

  test("any search for people is answered with a list", async () => {
    const statuses = await holds(
      queryOf(["q"]),
      (query) => browser.send(people.GET, `/api/people?${query}`),
      {
        check: async (response) => peopleResponseSchema.parse(await response.json()),
        examples: ["", "q=d", "q=%00", cutInTwo],
      },
    );
    expect([...statuses]).toEqual([200]);
  });

  test("any query of the history is answered with a page, or refused", async () => {
    const cursor = fc.oneof(fc.bigInt().map(String), fc.nat().map(String), text);
    const fields = fc.record(
      { cursor, q: text, missed: fc.constantFrom("0", "1", "2") },
      { requiredKeys: [] },
    );
    const query = fc.oneof(
      queryOf(["q", "cursor", "missed"]),
      fields.map((all) =>
        String(new URLSearchParams(Object.entries(all).map(([name, value]) => [name, value.toWellFormed()]))),
      ),
    );
    const statuses = await holds(query, (one) => browser.send(calls.GET, `/api/calls?${one}`), {
      check: async (response) => response.status === 200 && callsResponseSchema.parse(await response.json()),
      examples: [
        "",
        "cursor=999999999999999",
        "cursor=9999999999999999999",
        "cursor=-1",
        "q=%00%25_%5C&missed=1",
        cutInTwo,
        "missed=2",
      ],
    });
    for (const status of statuses) expect([200, 400]).toContain(status);
    expect(statuses).toContain(200);
  });

  test("any name in a path is answered, and finds nobody else", async () => {
    const context = (name: string) => ({
      params: Promise.resolve({ username: name, ref: name, id: name }),
    });
    const statuses = await holds(fc.tuple(fc.nat(5), text), ([which, name]) => {
      const path = `/api/x/${encodeURIComponent(name.toWellFormed())}`;
      const options = { context: context(name) };
      const asks = [
        () => browser.send(person.GET, path, options),
        () => browser.send(call.GET, path, options),
        () => browser.send(ended.POST, path, { ...options, json: { tab: randomUUID() } }),
        () => browser.send(block.DELETE, path, { ...options, method: "DELETE" }),
        () => browser.send(allow.PUT, path, { ...options, method: "PUT" }),
        () => browser.send(allow.DELETE, path, { ...options, method: "DELETE" }),
      ];
      return (asks[which] ?? (() => Promise.reject(new Error("no such route"))))();
    });
    expect([...statuses]).toEqual([404]);
  });

  test("any body is answered: with an error, unless it is a valid one", async () => {
    const uuid = fc.oneof(fc.uuid(), text);
    const fields = fc.record(
      {
        username: fc.oneof(text, fc.stringMatching(/^[a-z0-9_]{0,34}$/)),
        displayName: text,
        password: text,
        current: text,
        next: text,
        doNotDisturb: fc.oneof(fc.boolean(), fc.jsonValue()),
        callPolicy: fc.oneof(fc.constantFrom("everyone", "known"), text),
        anonymousByDefault: fc.boolean(),
        tab: uuid,
        ref: fc.option(uuid),
        phone: fc.oneof(fc.constantFrom("ready", "in_call", "gone"), text),
        hidden: fc.boolean(),
        n: fc.oneof(fc.maxSafeNat(), fc.integer(), fc.double()),
        busy: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    // One of the fields of each route alone, since a body with others is refused before they are read.
    const body = fc.oneof(
      fields.map((all) => JSON.stringify(all)),
      fc
        .tuple(fields, fc.subarray(Object.keys({ displayName: 0, doNotDisturb: 0, callPolicy: 0 })))
        .map(([all, names]) =>
          JSON.stringify(Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))),
        ),
      fields.map(({ tab, phone, hidden, ref = null, n }) => JSON.stringify({ tab, phone, hidden, ref, n })),
      fc.json(),
      text,
      fc.nat(7_000).map((depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`),
    );
    const context = { params: Promise.resolve({ ref: randomUUID() }) };
    const asks = [
      (given: string) => browser.send(me.PATCH, "/api/me", { method: "PATCH", body: given }),
      (given: string) => browser.send(people.POST, "/api/people", { body: given }),
      (given: string) => browser.send(presence.POST, "/api/presence", { body: given }),
      (given: string) => browser.send(ended.POST, "/api/calls/x/ended", { body: given, context }),
      (given: string) => browser.send(blocks.POST, "/api/blocks", { body: given }),
      (given: string) => browser.send(password.PUT, "/api/me/password", { method: "PUT", body: given }),
    ];
    const statuses = await holds(fc.tuple(fc.constantFrom(...asks), body), ([ask, given]) => ask(given), {
      examples: asks.map(
        (ask) => [ask, '{"displayName":"A","username":"\\u0000","tab":"\\ud800"}'] as [typeof ask, string],
      ),
    });
    expect(statuses).toContain(400);
  });

  test("a display name of any Unicode is stored in the form of the contract, or refused", async () => {
    let taken = 0;
    await holds(
      fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 70 }),
        fc.string({ unit: "binary", maxLength: 12 }),
        text,
      ),
      (displayName) => browser.send(me.PATCH, "/api/me", { method: "PATCH", json: { displayName } }),
      {
        examples: [
          " Zoë ",
          "👩‍💻",
          "علی‌رضا",
          "e\u0301",
          "\u{1f468}",
          "A\ud83d",
          "\udc69B",
          "A\0",
          "\ufffe A",
          "%_\\",
        ],
        check: async (response, displayName) => {
          const valid = displayNameSchema.safeParse(displayName);
          expect(response.status).toBe(valid.success ? 200 : 400);
          if (!valid.success) return;
          taken += 1;
          // In the form of the contract: composed, without the space around it.
          expect(meSchema.parse(await response.json()).displayName).toBe(valid.data);
          const again = await browser.send(me.GET, "/api/me");
          expect(meSchema.parse(await again.json()).displayName).toBe(valid.data);
        },
      },
    );
    expect(taken).toBeGreaterThan(0);
  });

  test("a username of any Unicode is taken as it was given, or refused, and never half", async () => {
    await holds(
      fc.oneof(text, fc.stringMatching(/^[a-z0-9_]{1,34}$/)),
      (username) =>
        browser.send(person.GET, "/api/people/x", { context: { params: Promise.resolve({ username }) } }),
      {
        examples: ["___", "abc", "a".repeat(32), "a".repeat(33), "ａｂｃ", "ABC", "abc\n"],
        check: async (response, username) => {
          expect(response.status).toBe(404);
          if (!usernameSchema.safeParse(username).success) return;
          expect(await createPerson({ username, displayName: "Any" })).not.toBeNull();
          const found = await browser.send(person.GET, `/api/people/${username}`, {
            context: { params: Promise.resolve({ username }) },
          });
          expect(await found.json()).toMatchObject({ person: { username } });
          await (await database()).execute(sql`delete from users where username = ${username}`);
        },
      },
    );
  });

  test("any cookies are a session or none, and never an error of ours", async () => {
    const name = cookieName("session", env().APP_URL);
    const secret = env().NEXTAUTH_SECRET;
    const signed = fc
      .tuple(fc.oneof(fc.jsonValue(), fc.uuid(), text), fc.constantFrom(secret, "0".repeat(64)))
      .map(([sid, key]) => ({ sid, key }));
    const cookie = fc.oneof(text, fc.base64String(), signed);
    const statuses = await holds(
      // A lone surrogate cannot be sent in a header.
      fc.tuple(
        cookie,
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), { maxKeys: 3 }),
      ),
      async ([value, others]) => {
        const visitor = new Browser();
        for (const [other, given] of Object.entries(others))
          visitor.cookies.set(encodeURIComponent(other), given);
        const token =
          typeof value === "string"
            ? value.toWellFormed()
            : await encode({ token: { sid: value.sid }, secret: value.key });
        visitor.cookies.set(name, token);
        return visitor.send(me.GET, "/api/me");
      },
    );
    expect([...statuses]).toEqual([401]);
  });
});
