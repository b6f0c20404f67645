/** An instruction of a Dockerfile: its word, its options (`--from=build`), and the rest as written. */
export interface Instruction {
  readonly word: string;
  readonly options: Readonly<Record<string, string>>;
  readonly rest: string;
}

/** Everything from one FROM to the next. `name`: after AS. */
export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Reads a Dockerfile: https://docs.docker.com/reference/dockerfile/. Continued lines are not understood, so refused. */
export function readDockerfile(text: string): Stage[] {
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.endsWith("\\")) throw new Error(`a continued line: ${line}`);
    const { word, options, rest } = readInstruction(line);
    if (word === "FROM") {
      const [image = "", as, name] = rest.split(/\s+/);
      stages.push({ image, name: as?.toUpperCase() === "AS" ? name : undefined, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (!stage) throw new Error(`${word} before FROM`);
      stage.instructions.push({ word, options, rest });
    }
  }
  return stages;
}

function readInstruction(line: string): Instruction {
  const [word = "", ...parts] = line.split(/\s+/);
  const options: Record<string, string> = {};
  while (parts[0]?.startsWith("--")) {
    const [name = "", value = ""] = (parts.shift() ?? "").slice(2).split("=");
    options[name] = value;
  }
  return { word: word.toUpperCase(), options, rest: parts.join(" ") };
}

/** The words of an instruction in exec form: `["node", "serve.mjs"]`. */
export function execForm(text: string): string[] {
  const words: unknown = JSON.parse(text);
  if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words;
  throw new Error(`not in exec form: ${text}`);
}

/**
 * Whether .dockerignore keeps a path (with `/`, relative to its folder) out of the build. The last rule that matches
 * decides: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function isIgnored(rules: string, path: string): boolean {
  let ignored = false;
  for (const line of rules.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const isException = line.startsWith("!");
    if (patternOf(isException ? line.slice(1) : line).test(path)) ignored = !isException;
  }
  return ignored;
}

/** A rule also matches everything beneath what it names. */
function patternOf(rule: string): RegExp {
  const text = rule
    .replace(/^\/|\/$/g, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(
      /\*\*\/|\*\*|\*|\?/g,
      (one) => ({ "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" })[one] ?? one,
    );
  return new RegExp(`^${text}(?:/.*)?$`);
}
