import { describe, expect, it } from "vitest";
import type { Person } from "@/lib/contracts";
import { knownOf, matching } from "./match";

const person = (username: string, displayName: string): Person => ({
  username,
  displayName,
  presence: "here",
  blocked: false,
  allowed: false,
});
const all = [person("alice", "Alice"), person("bob_2", "Robert"), person("taro", "ＴＡＲＯ 山田")];

describe("matching", () => {
  it.each([
    ["", ["alice", "bob_2", "taro"]],
    ["ALI", ["alice"]],
    ["bob", ["bob_2"]],
    ["taro", ["taro"]],
    ["山", ["taro"]],
    ["zz", []],
  ])("%s finds %j", (query, found) => {
    expect(matching(all, query).map(({ username }) => username)).toEqual(found);
  });
});

describe("what is known until the server has answered", () => {
  const [alice, bob, taro] = all;
  if (!alice || !bob || !taro) throw new Error("unreachable");
  const ofBob = { query: "bo", people: [bob] };

  it.each([
    ["is everybody again, once the search is over", "", ["alice", "taro"]],
    ["is found in the answer to the beginning of it", "bob", ["bob_2"]],
    ["is found among everybody otherwise", "ta", ["taro"]],
  ])("%s", (_what, wanted, found) => {
    expect(knownOf(ofBob, [alice, taro], wanted)?.map(({ username }) => username)).toEqual(found);
  });

  it("is nothing when nobody has asked for everybody", () => {
    expect(knownOf(ofBob, null, "")).toBeNull();
  });
});
