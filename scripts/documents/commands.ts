/** A command of the project that a document names. */
export interface NamedCommand {
  /** The npm script: `admin` for `npm run admin -- status`. */
  readonly script: string;
  /** The options that are given to it: `--json`. */
  readonly options: readonly string[];
}

/** Code in a Markdown text: the fenced blocks, and what stands between backticks. */
function codeOf(text: string): string[] {
  const fenced = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code);
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, code = ""]) => code,
  );
  return [...fenced.flatMap((code) => code.split("\n")), ...inline];
}

/**
 * The npm scripts that a Markdown text names, in code or beside it. An option counts if it stands in the same code as its
 * command; options of what runs beside it (after `#`, `|`, `&&`) do not.
 */
export function namedCommands(text: string): NamedCommand[] {
  const inCode = codeOf(text).flatMap((code) =>
    [...code.matchAll(/npm (?:run )?([a-z][\w:]*)([^#|&;]*)/g)].flatMap(([whole, script = "", rest = ""]) => {
      const isScript = whole.startsWith("npm run ") || ["start", "test"].includes(script);
      const options = [...rest.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => option);
      return isScript ? [{ script, options }] : [];
    }),
  );
  const anywhere = [...text.matchAll(/npm run ([a-z][\w:]*)/g)].map(([, script = ""]) => ({
    script,
    options: [],
  }));
  return [...inCode, ...anywhere];
}

/** The scripts of the project that a text starts with Node.js itself: `scripts/ci/start-once.mjs`. */
export function namedScripts(text: string): string[] {
  return [...text.matchAll(/\bnode (?:--import tsx )?(scripts\/[\w./-]+)/g)].map(([, path = ""]) => path);
}

/** Whether a source text knows an option, by its name as a word of its own: `"--json"`, `json: {`, `"app-url"`. */
export function knowsOption(source: string, option: string): boolean {
  return new RegExp(`(?<![\\w-])(?:--)?${option.replace(/^--/, "")}(?![\\w-])`).test(source);
}
