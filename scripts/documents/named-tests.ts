import { type Node, parseSync, Visitor } from "oxc-parser";

/** A test file that a document names, and the titles that it quotes from it. */
export interface NamedTest {
  /** A path, or its end: `routes.test.ts`. */
  readonly file: string;
  readonly titles: readonly string[];
}

const named = /`([\w./[\]()-]+\.(?:test|spec)\.tsx?)`((?:(?:: |, | and )"[^"\n]+")*)/g;

/** The test files that a Markdown text names between backticks, each with the quoted titles right after it. */
export function namedTests(text: string): NamedTest[] {
  return [...text.matchAll(named)].map(([, file = "", rest = ""]) => ({
    file,
    titles: [...rest.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title),
  }));
}

/** The source files that a Markdown text names by their paths between backticks, patterns such as `lib/*.ts` left out. */
export function namedSources(text: string): string[] {
  const found = text.matchAll(
    /`((?:app|components|lib|scripts|e2e|public)\/[\w./[\]()-]+\.(?:[cm]?[jt]sx?|json))`/g,
  );
  return [...found].map(([, path = ""]) => path);
}

/** The titles of the tests, and of the groups of tests, in a test file. What a template computes is left out. */
export function titlesOf(path: string, source: string): string[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed`);
  const titles: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      if (!title || !["it", "test", "describe"].includes(rootOf(callee))) return;
      if (title.type === "Literal" && typeof title.value === "string") titles.push(title.value);
      if (title.type === "TemplateLiteral")
        titles.push(title.quasis.map(({ value }) => value.cooked).join("…"));
    },
  }).visit(program);
  return titles;
}

/** The name at the beginning of what is called: `test` for `test.each(rows)`. */
function rootOf(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression") return rootOf(callee.object);
  return callee.type === "CallExpression" ? rootOf(callee.callee) : "";
}

/** What is wrong with the tests that a text names; empty if each exists. `readTest`: the text of a test file. */
export function wrongTests(
  text: string,
  paths: readonly string[],
  readTest: (path: string) => string,
): string[] {
  return namedTests(text).flatMap(({ file, titles }) => {
    const [path, ...more] = paths.filter((one) => one === file || one.endsWith(`/${file}`));
    if (!path) return [`${file} does not exist`];
    if (more.length > 0 && !paths.includes(file)) return [`${file} is several files`];
    const known = titlesOf(path, readTest(path));
    return titles
      .filter((title) => !known.some((one) => one.includes(title)))
      .map((title) => `${path} has no test "${title}"`);
  });
}
