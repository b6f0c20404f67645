import { expect, test } from "vitest";
import { createLeg } from "./leg";

const info = {
  ref: "one",
  direction: "outgoing",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
} as const;

test("resources of a stage end when the next one begins, and the others when the call is over", () => {
  const ended: string[] = [];
  const leg = createLeg(info, { kind: "placing" });
  leg.scope.add(() => ended.push("call"));
  const placing = leg.stageScope;
  placing.add(() => ended.push(`placing, now ${leg.stage.kind}`));
  leg.enter({ kind: "over" });
  expect(placing.active).toBe(false);
  expect(ended).toEqual(["placing, now over", "call"]);
  expect([leg.scope.active, leg.stageScope.active]).toEqual([false, false]);
});
