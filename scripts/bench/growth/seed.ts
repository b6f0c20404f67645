import { storeCallCounts } from "@/lib/server/calls/call-counts";
import { keysOf } from "@/lib/server/people/keys";
import type { BenchDatabase } from "./database";
import { namesOf } from "./names";
import { idOf, idOfNumber, people } from "./people";
import { type Random, seededRandom } from "./random";
import { seedCallsUnderWay, seedEndedCalls } from "./seed-calls";
import type { Size } from "./size";

const batchSize = 10_000;

/** Fills a database up to `size`. It may have people already, but no more than that. */
export async function seed(database: BenchDatabase, size: Size): Promise<void> {
  await seedPeople(database, size.people);
  // Connections have a plan for checking that a person exists, made while there were few: reading all of them.
  await database.query("analyze users");
  await database.query(
    "truncate presence, calls, call_events, call_legs, voicemails, voicemail_audio, blocks, allows, rate_limits",
  );
  // The trigger that does it looks at rows that are deleted one by one.
  await database.query("update users set came_at = null where came_at is not null");
  await seedPresence(database, size);
  await seedEndedCalls(database, size);
  await seedCallsUnderWay(database, size);
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
