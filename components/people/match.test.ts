import { describe, expect, it } from "vitest";
import type { Person } from "@/lib/contracts";
import { knownOf, matching } from "./match";

const person = (username: string, displayName: string): Person => ({
  username,
  displayName,
  presence: "here",
  blocked: false,
  allowed: false,
  favourite: false,
  watched: false,
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

describe("the people known to match before the server has answered", () => {
  const [alice, bob, taro] = all;
  if (!alice || !bob || !taro) throw new Error("unreachable");
  const ofBob = { query: "bo", people: [bob] };

  it.each([
    ["are all people again once the search is cleared", "", ["alice", "taro"]],
    ["are taken from the answer to a prefix", "bob", ["bob_2"]],
    ["are otherwise taken from all people", "ta", ["taro"]],
  ])("%s", (_name, wanted, found) => {
    expect(knownOf(ofBob, [alice, taro], wanted)?.map(({ username }) => username)).toEqual(found);
  });

  it("are unknown before the list of all people was requested", () => {
    expect(knownOf(ofBob, null, "")).toBeNull();
  });
});
