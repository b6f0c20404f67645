import { expect, test } from "vitest";
import { FakeClock } from "../testing/clock";
import { Journal, KEEP_NOTHING, MAX_TEXT_LENGTH } from "./journal";
import type { JournalEntry } from "./journal-events";

const control = (command: string, detail = "{}") => ({ kind: "control", command, detail }) as const;

test("entries have an id and a time, and can be asked for after an id", async () => {
  const clock = new FakeClock();
  const journal = new Journal(clock);
  const begun = clock.now();
  const first = journal.add(control("cut"));
  await clock.advance(5);
  journal.add(control("reset"));
  expect(journal.entries()).toEqual([
    { id: 1, at: begun, ...control("cut") },
    { id: 2, at: begun + 5, ...control("reset") },
  ]);
  expect(journal.entries(first).map(({ id }) => id)).toEqual([2]);
});

test("the oldest entries go when there are too many", () => {
  const journal = new Journal(new FakeClock(), { entries: 2, size: 10_000 });
  for (const command of ["a", "b", "c"]) journal.add(control(command));
  expect(journal.entries().map(({ id }) => id)).toEqual([2, 3]);
});

test("the oldest entries go when all together are too long", () => {
  const journal = new Journal(new FakeClock(), { entries: 100, size: 1_000 });
  for (let n = 0; n < 10; n += 1) journal.add(control("a", "x".repeat(300)));
  const kept = journal.entries();
  expect(kept.at(-1)?.id).toBe(10);
  expect(kept.length).toBe(2);
  journal.add(control("a", "x".repeat(2_000)));
  expect(journal.entries()).toEqual([]);
  journal.add(control("b"));
  expect(journal.entries().map(({ id }) => id)).toEqual([12]);
});

test("a long text is cut, in whatever part of an entry it is", () => {
  const journal = new Journal(new FakeClock());
  const long = "y".repeat(MAX_TEXT_LENGTH + 7);
  const webhook = { kind: "webhook", callSid: "CA1", method: "POST", url: "http://app/voice" } as const;
  const parameters = [["To", long]] as const;
  const of = journal.add({ ...webhook, event: "sent", attempt: 1, parameters, signature: "s" });
  journal.add({ ...webhook, event: "answered", of, status: 200, body: long, ms: 1 });
  const cut = `${"y".repeat(MAX_TEXT_LENGTH)}… (7 more characters)`;
  expect(journal.entries()).toMatchObject([{ parameters: [["To", cut]] }, { body: cut, of: 1 }]);
});

test("an entry is a copy of what was added", () => {
  const journal = new Journal(new FakeClock());
  const attributes: [string, string][] = [["length", "1"]];
  journal.add({ kind: "verb", callSid: "CA1", name: "Pause", event: "begins", attributes });
  attributes.push(["later", "2"]);
  expect(journal.entries()).toMatchObject([{ attributes: [["length", "1"]] }]);
});

test("listeners get each entry with its JSON, until they are cancelled", () => {
  const journal = new Journal(new FakeClock(), KEEP_NOTHING);
  const heard: JournalEntry[] = [];
  let cleared = 0;
  const cancel = journal.on({
    added: (entry, json) => {
      expect(JSON.parse(json)).toEqual(entry);
      heard.push(entry);
    },
    cleared: () => {
      cleared += 1;
    },
  });
  journal.add(control("a"));
  journal.clear();
  cancel();
  journal.add(control("b"));
  journal.clear();
  expect(heard.map(({ id }) => id)).toEqual([1]);
  expect(cleared).toBe(1);
  expect(journal.entries()).toEqual([]);
});

test("a cleared journal is empty, and its ids go on", () => {
  const journal = new Journal(new FakeClock(), { entries: 10, size: 250 });
  journal.add(control("a", "x".repeat(150)));
  journal.clear();
  expect(journal.entries()).toEqual([]);
  // Only if the length was forgotten as well, both have room.
  journal.add(control("b"));
  journal.add(control("c"));
  expect(journal.entries().map(({ id }) => id)).toEqual([2, 3]);
});
