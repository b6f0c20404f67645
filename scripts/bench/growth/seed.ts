import { createHash } from "node:crypto";
import { storeCallCounts } from "@/lib/server/calls/call-counts";
import { keysOf } from "@/lib/server/people/keys";
import type { BenchDatabase } from "./database";
import { namesOf } from "./names";
import { type Random, seededRandom } from "./random";

/** How much there is in a database. */
export interface Size {
  readonly people: number;
  /** People with a live tab. */
  readonly present: number;
  /** Calls of ten days, a tenth of them from the last day. */
  readonly calls: number;
}

/** The people whom the questions are about, by their numbers. They are present at every size. */
export const people = {
  /** Has 50 calls, and blocks and allows some people. Half a thousand people, or half of all, have blocked them. */
  me: 1,
  /** Has 2,000 calls at every size. */
  busy: 2,
  /** Has a tenth of all calls. */
  busiest: 3,
  /** Call one after the other. */
  callers: [4, 5, 6, 7],
  /** Is called. */
  callee: 8,
} as const;

const batchSize = 10_000;

/** The id of person `number`. SQL below makes the same one. */
export function idOf(number: number): string {
  return `u_${createHash("md5").update(String(number)).digest("hex")}`;
}
const idOfNumber = (number: string) => `'u_' || md5((${number})::int::text)`;

/** The `sessions.voice_id` of that person's device. */
export function voiceIdOf(number: number): string {
  return `v${number}`;
}

/** Fills a database up to `size`. It may have people already, but no more than that. */
export async function seed(database: BenchDatabase, size: Size): Promise<void> {
  await seedPeople(database, size.people);
  await database.query("truncate presence, calls, call_events, call_legs, blocks, allows, rate_limits");
  // The trigger that does it looks at rows that are deleted one by one.
  await database.query("update users set came_at = null where came_at is not null");
  await seedPresence(database, size);
  await seedCalls(database, size);
  await database.query("truncate call_counts");
  // As the server does every minute.
  await storeCallCounts();
  await seedRules(database, size);
  await database.query("vacuum analyze");
}

async function seedPeople(database: BenchDatabase, total: number): Promise<void> {
  const [row] = await database.query("select count(*)::int as number from users");
  const random = seededRandom(Number(row?.number) + 1);
  for (let first = Number(row?.number) + 1; first <= total; first += batchSize) {
    const last = Math.min(first + batchSize - 1, total);
    await insertPeople(database, first, last, random);
  }
}

async function insertPeople(database: BenchDatabase, first: number, last: number, random: Random) {
  const rows = Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    const names = namesOf(number, random);
    const { searchName, usernameLook, keyVersion } = keysOf(names);
    return { id: idOf(number), number, ...names, searchName, usernameLook, keyVersion };
  });
  await database.query(
    `insert into users (id, username, display_name, search_name, username_look, key_version, do_not_disturb,
        call_policy, suspended_at, created_at)
      select id, username, "displayName", "searchName", "usernameLook", "keyVersion", number % 40 = 39,
        case when number % 20 = 19 then 'known' else 'everyone' end,
        case when number % 200 = 199 then now() end,
        now() - make_interval(secs => 100 - number / 100000.0)
      from jsonb_to_recordset($1::jsonb) as made (id text, number int, username text, "displayName" text,
        "searchName" text, "usernameLook" text, "keyVersion" int)`,
    [JSON.stringify(rows)],
  );
}

/** Who is present is spread evenly over all people. The first ones are. */
async function seedPresence(database: BenchDatabase, { people: total, present }: Size): Promise<void> {
  const step = Math.floor(total / present);
  const numbers = `(select number from generate_series(1, ${total}) as number
    where number % ${step} = 0 or number <= 10 order by number limit ${present})`;
  await database.query(
    `insert into sessions (user_id, voice_id, expires_at)
      select ${idOfNumber("number")}, 'v' || number, now() + interval '30 days' from ${numbers} as those
      on conflict do nothing`,
  );
  await database.query(
    `insert into presence (session_id, tab, user_id, phone, n, expires_at)
      select sessions.id, gen_random_uuid(), user_id, 'ready', 1, now() + interval '1 hour'
      from ${numbers} as those join sessions on voice_id = 'v' || number`,
  );
}

async function seedCalls(database: BenchDatabase, { people: total, present, calls }: Size): Promise<void> {
  await database.query("select setseed(0.5)");
  // Every so many calls one is of each of the three people.
  const every = (number: number) => Math.max(Math.floor(calls / number), 1);
  const owner = `case
    when number % ${every(50)} = 1 then ${people.me}
    when number % ${every(2_000)} = 2 then ${people.busy}
    when number % 10 = 3 then ${people.busiest}
    else 1 + floor(random() * ${total}) end`;
  const peer = `1 + floor(random() * case when number % 10 < 4 then 100 else ${total} end)`;
  await database.query(
    `insert into calls (ref, call_sid, caller_id, callee_id, dialed, anonymous, started_at, ringing_at, answered_at,
        ended_at, outcome, evidence, live_until, last_seen_at, released_at, seen)
      select gen_random_uuid(), 'CA' || md5(number::text), ${idOfNumber("case when swapped then peer else owner end")},
        ${idOfNumber("case when swapped then owner else peer end")}, 'somebody', number % 50 = 0, at, at,
        case when not is_missed then at end, at + interval '1 minute',
        case when is_missed then 'no_answer' else 'completed' end, 'network', at, at, at + interval '1 minute',
        number % 3 = 0
      from (select number, ${owner} as owner, ${peer} as peer, random() < 0.5 as swapped, number % 7 = 0 as is_missed,
          now() - interval '10 days' * (1 - number / ${calls}::float8) - interval '1 minute' as at
        from generate_series(1, ${calls}) as number) as made
      where owner <> peer`,
  );
  await database.query(
    `with under_way as (
        insert into calls (ref, call_sid, caller_id, callee_id, dialed, anonymous, answered_at, live_until)
        select gen_random_uuid(), 'CB' || number, user_id, ${idOfNumber(`1 + floor(random() * ${total})`)}, 'somebody',
          false, now(), now() + interval '1 hour'
        from (select user_id, row_number() over () as number from presence limit ${Math.floor(present / 10)}) as those
        returning ref, caller_id)
      update presence set phone = 'in_call', ref = under_way.ref from under_way where user_id = caller_id`,
  );
}

async function seedRules(database: BenchDatabase, { people: total }: Size): Promise<void> {
  const somebody = idOfNumber(`1 + floor(random() * ${total})`);
  const block = "insert into blocks (blocker_id, blocked_id) select";
  const many = (number: number) => `from generate_series(10, ${9 + number}) as number on conflict do nothing`;
  await database.query(`${block} ${somebody}, ${somebody} ${many(Math.floor(total / 5))}`);
  await database.query(`${block} '${idOf(people.me)}', ${idOfNumber("number")} ${many(20)}`);
  const blockers = Math.min(500, Math.floor(total / 2));
  await database.query(`${block} ${idOfNumber("number")}, '${idOf(people.me)}' ${many(blockers)}`);
  const allow = "insert into allows (user_id, allowed_id) select";
  await database.query(`${allow} '${idOf(people.me)}', ${idOfNumber("number")} ${many(20)}`);
  await database.query(`${allow} ${somebody}, ${somebody} ${many(Math.floor(total / 5))}`);
}
