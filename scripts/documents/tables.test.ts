import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../rooms/imports";
import { roomsOf, rowsOf } from "./tables";

/** The rooms that every room of a part may import, which its README says once. */
const common: Record<string, RegExp> = {
  components: /^lib\/contracts$/,
  "lib/phone": /^$/,
  "lib/server": /^lib\/(contracts|db(\/.+)?|env\.ts|errors\.ts)$|^lib\/server\/[\w-]+\.ts$/,
  "lib/gateway": /^$/,
};
/** Whose README names packages, too. */
const withPackages = ["lib/gateway"];

it.each(Object.keys(common))("the README of %s agrees with the table of rooms", (part) => {
  const text = readFileSync(join(root, part, "README.md"), "utf8");
  const isTold = (path: string) => !common[part]?.test(path);
  const inReadme = rowsOf(text, part)
    .filter(({ room }) => isTold(room) && room !== "testing")
    .map(({ room, may }) => [room, may.filter(isTold).sort()]);
  const inTable = roomsOf(part)
    .filter(({ path }) => isTold(path))
    .map(({ path, may, packages }) => {
      const all = withPackages.includes(part) ? [...may, ...packages] : may;
      return [path, all.filter(isTold).sort()];
    });
  expect(Object.fromEntries(inReadme)).toEqual(Object.fromEntries(inTable));
});
