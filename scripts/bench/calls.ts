import type { Browser } from "@playwright/test";
import { expectStatus } from "../../e2e/support/phone";
import { pause } from "./browser/pause";
import { arm, press, seen } from "./browser/watch";
import { type Measured, rowsOf } from "./report/rounds";
import type { PartReport, SubjectName } from "./report/row";
import type { Pair, Subject } from "./subjects/subject";

/** The first calls load code and open connections, which later ones have. They are not counted. */
const warmUps = 2;
/** How long (ms) a call rings, is spoken in, and is over before the next one: nobody answers within a second. */
const [ringMs, talkMs, restMs] = [1_200, 1_200, 1_000];

const targets = {
  "Call → callee's dialog": { overBare: 20 },
  "Call → caller sees ringing": { overBare: 20 },
  "Answer → sound at both": { overBare: 15 },
  'Hang up → other side\'s "Ended"': { overBare: 15 },
};

/** Measures how fast a call feels: each subject calls once a round, so that all meet the same moments of the machine. */
export async function benchCalls(
  browser: Browser,
  subjects: readonly Subject[],
  times: number,
): Promise<PartReport> {
  const pairs = new Map<Subject, Pair>();
  for (const subject of subjects) pairs.set(subject, await subject.pair(browser));
  const rounds = new Map<SubjectName, Measured[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -warmUps; round < times; round += 1) {
    for (const [{ name }, pair] of pairs) {
      const measured = await measureCall(pair);
      if (round >= 0) rounds.get(name)?.push(measured);
      await pause(restMs);
    }
  }
  for (const { caller, callee } of pairs.values()) {
    await Promise.all([caller.context.close(), callee.context.close()]);
  }
  return {
    rows: rowsOf(rounds, targets),
    notes: [`${times} calls each, after ${warmUps} that do not count`],
  };
}

async function measureCall({ caller, callee, callButton }: Pair): Promise<Measured> {
  const [alice, bob] = [caller.page, callee.page];
  const answer = bob.getByRole("alertdialog").getByRole("button", { name: "Answer", exact: true });
  const hangUp = alice.getByRole("button", { name: "Hang up", exact: true }).first();
  await Promise.all([alice, bob].map((page) => expectStatus(page, "Ready")));

  // The ears of both are set up before the call, in which nothing is heard before the answer.
  await arm(bob, ["dialog", "sound", { status: "Ended" }]);
  await arm(alice, [{ status: "Ringing" }, "sound"]);
  const called = await press(callButton);
  const dialog = await seen(bob, "dialog");
  const ringing = await seen(alice, { status: "Ringing" });
  await pause(ringMs);

  const answered = await press(answer);
  const heard = await Promise.all([seen(alice, "sound"), seen(bob, "sound")]);
  await pause(talkMs);

  const hungUp = await press(hangUp);
  const ended = await seen(bob, { status: "Ended" });
  await pause(ringMs);
  for (const page of [alice, bob]) {
    await press(page.getByRole("button", { name: "Done", exact: true }).first());
  }
  return {
    "Call → callee's dialog": dialog - called,
    "Call → caller sees ringing": ringing - called,
    "Answer → sound at both": Math.max(...heard) - answered,
    'Hang up → other side\'s "Ended"': ended - hungUp,
  };
}
