import type { BenchDatabase } from "./database";
import { idOf, idOfNumber, people } from "./people";
import type { Size } from "./size";

/** The number of calls of these two. */
const ownCalls = { me: 50, busy: 2_000 } as const;

/** The last of the three whose calls are counted. The others come after them. */
const lastOwner = people.busiest;

/** SQL: the number of a random person among the first `last`, but for the three whose calls are counted. */
const somebodyElse = (last: number | string) =>
  `${lastOwner + 1} + floor(random() * (${last} - ${lastOwner}))`;

/**
 * Writes the calls that have ended. Each has an owner, so that three people have as many as `people` says, whatever the
 * size.
 */
export async function seedEndedCalls(database: BenchDatabase, { people: total, calls }: Size): Promise<void> {
  const tenth = Math.floor(calls / 10);
  const others = calls - ownCalls.me - ownCalls.busy - tenth;
  if (others < 0)
    throw new RangeError(`${calls} calls are fewer than those of the people who are asked about`);
  const owned = (owner: number | string, number: number) =>
    `select ${owner} as owner, random() as moment from generate_series(1, ${number})`;
  const peer = somebodyElse(`case when owner <= ${lastOwner} or number % 10 = 0 then 100 else ${total} end`);
  await database.query("select setseed(0.5)");
  await database.query(
    `insert into calls (ref, call_sid, caller_id, callee_id, dialed, anonymous, started_at, ringing_at, answered_at,
        ended_at, outcome, evidence, live_until, last_seen_at, released_at, seen)
      select gen_random_uuid(), 'CA' || md5(number::text), ${idOfNumber("case when swapped then peer else owner end")},
        ${idOfNumber("case when swapped then owner else peer end")}, 'somebody', number % 50 = 0, at, at,
        case when not is_missed then at end, at + interval '1 minute',
        case when is_missed then 'no_answer' else 'completed' end, 'network', at, at, at + interval '1 minute',
        number % 3 = 0
      from (select number, owner, ${peer} as peer, random() < 0.5 as swapped, number % 7 = 0 as is_missed,
          now() - interval '10 days' * (1 - number / ${calls}::float8) - interval '1 minute' as at
        from (select owner, row_number() over (order by moment) as number
          from (${owned(people.me, ownCalls.me)} union all ${owned(people.busy, ownCalls.busy)}
            union all ${owned(people.busiest, tenth)}
            union all ${owned(somebodyElse(total), others)}) as owners) as numbered) as made
      where owner <> peer
      order by number`,
  );
}

/** Writes calls under way of a tenth of the people present. */
export async function seedCallsUnderWay(
  database: BenchDatabase,
  { people: total, present }: Size,
): Promise<void> {
  const owners = [people.me, people.busy, people.busiest].map((number) => `'${idOf(number)}'`).join(", ");
  await database.query(
    `with under_way as (
        insert into calls (ref, call_sid, caller_id, callee_id, dialed, anonymous, answered_at, live_until)
        select gen_random_uuid(), 'CB' || number, user_id, ${idOfNumber(somebodyElse(total))}, 'somebody',
          false, now(), now() + interval '1 hour'
        from (select user_id, row_number() over () as number from presence where user_id not in (${owners})
          limit ${Math.floor(present / 10)}) as those
        returning ref, caller_id)
      update presence set phone = 'in_call', ref = under_way.ref from under_way where user_id = caller_id`,
  );
}
