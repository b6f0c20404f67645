const name = "[A-Z][A-Z\\d]*(?:_[A-Z\\d]+)+";

/** The variables of the environment that a Markdown text names in code: words in capitals with an underscore. */
export function namedVariables(text: string): string[] {
  const fences = [...text.matchAll(/^```[\s\S]*?^```/gm)].map(([code]) => code);
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`[^`\n]+`/g)].map(([code]) => code);
  const found = [...fences, ...inline].flatMap((code) =>
    [...code.matchAll(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"))].map(([variable]) => variable),
  );
  return [...new Set(found)];
}

/** The variables that a source text reads from an environment: `process.env.NAME`, `env.NAME`, `${NAME` and `NAME=`. */
export function readVariables(source: string): string[] {
  const forms = [
    `\\benv\\??\\.(${name})`,
    `\\$\\{?(${name})`,
    `^\\s*(?:- )?(${name})[=:]`,
    `\\benv\\[["'](${name})`,
  ];
  return forms.flatMap((form) =>
    [...source.matchAll(new RegExp(form, "gm"))].map(([, variable = ""]) => variable),
  );
}
