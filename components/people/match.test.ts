import { describe, expect, it } from "vitest";
import type { Person } from "@/lib/contracts";
import { matching } from "./match";

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
