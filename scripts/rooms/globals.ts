import { type Node, parseSync, Visitor } from "oxc-parser";
import type { Source } from "./imports";

/** Which of the global `names` a file refers to. Names of properties do not count, nor what stands in comments. */
export function globalsOf({ path, text }: Source, names: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const properties = new Set<Node>();
  new Visitor({
    MemberExpression(member) {
      if (!member.computed) properties.add(member.property);
      const isGlobal = member.object.type === "Identifier" && member.object.name === "globalThis";
      const { property } = member;
      if (isGlobal && property.type === "Identifier" && !member.computed) add(property.name);
      if (isGlobal && property.type === "Literal") add(String(property.value));
    },
    Property({ key, computed, shorthand }) {
      if (!computed && !shorthand) properties.add(key);
    },
    Identifier(node) {
      if (!properties.has(node)) add(node.name);
    },
  }).visit(parseSync(path, text).program);
  return [...found].sort();

  function add(name: string): void {
    if (names.has(name)) found.add(name);
  }
}

/** Whether a file reads the environment variables: `process.env` in any spelling, or by the module `node:process`. */
export function readsEnvironment({ path, text }: Source): boolean {
  let found = false;
  new Visitor({
    MemberExpression({ object, property, computed }) {
      const name = !computed && property.type === "Identifier" ? property.name : undefined;
      const text = property.type === "Literal" ? property.value : name;
      if (text === "env" && isProcess(object)) found = true;
    },
    VariableDeclarator({ id, init }) {
      if (id.type === "ObjectPattern" && init && isProcess(init)) found = true;
    },
    ImportDeclaration({ source }) {
      if (/^(node:)?process$/.test(source.value)) found = true;
    },
  }).visit(parseSync(path, text).program);
  return found;
}

function isProcess(node: Node): boolean {
  if (node.type === "Identifier") return node.name === "process";
  return (
    node.type === "MemberExpression" &&
    node.property.type === "Identifier" &&
    node.property.name === "process"
  );
}
