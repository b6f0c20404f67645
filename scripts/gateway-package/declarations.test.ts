import { expect, it } from "vitest";
import { withExtensions } from "./declarations";

it("relative imports of types get the ending that Node.js wants, in every form, and no others", () => {
  const text = [
    'import type { A } from "./a";',
    'export { b } from "../b/b";',
    'import "./c";',
    'export declare const d: import("./d").D;',
    'import { z } from "zod";',
    '/** from "./text" */',
  ].join("\n");
  expect(withExtensions(text)).toEqual({
    imports: ["./a", "../b/b", "./c", "./d"],
    text: text.replace(/"(\.{1,2}\/[a-d/]+)"/g, '"$1.js"'),
  });
});
