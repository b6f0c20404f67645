import { expect, it } from "vitest";
import { engines } from "../../package.json";
import { requireNode } from "./ensure-installed.mjs";

it.each([
  ["18.20.4", false],
  ["20.9.0", false],
  ["20.19.0", true],
  ["21.0.0", true],
  ["22.12.0", true],
])("Node.js %s is new enough: %s", (version, enough) => {
  const check = () => requireNode(engines.node, version);
  if (enough) expect(check).not.toThrow();
  else expect(check).toThrow("Node.js 20.19 or newer is needed");
});
