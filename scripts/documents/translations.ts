import { namedCommands } from "./commands";
import { linksOf } from "./links";
import { namedVariables } from "./variables";

/** What a document and its translation must have in common, each sorted. */
export interface Outline {
  /** The levels of the headings, in their order: 1, 2, 2, 3. */
  readonly levels: readonly number[];
  readonly commands: readonly string[];
  readonly variables: readonly string[];
  /** Links to files and to other sites. Anchors are left out: they are made of headings, which differ. */
  readonly links: readonly string[];
  /** How many columns and rows each table has. */
  readonly tables: readonly string[];
}

/**
 * The outline of a Markdown text. A link to the other language's form of the same thing counts as the same: `README.ja.md` as
 * `README.md`, `people-ja.png` as `people-en.png`.
 */
export function outlineOf(text: string): Outline {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  const outside = [...prose.matchAll(/\]\((https?:[^)\s]+)\)/g)].map(([, url = ""]) => url);
  const images = [...prose.matchAll(/\bsrc="([^"]+)"/g)].map(([, src = ""]) => src);
  const neutral = (link: string) =>
    link
      .replace(/#.*$/, "")
      .replace(/\.ja\.md$/, ".md")
      .replace(/-(en|ja)\.png$/, ".png");
  return {
    levels: [...prose.matchAll(/^(#+) /gm)].map(([, marks = ""]) => marks.length),
    commands: namedCommands(text)
      .map(({ script, options }) => [script, ...options].join(" "))
      .sort(),
    variables: namedVariables(text).sort(),
    links: [...linksOf(text), ...outside, ...images].map(neutral).filter(Boolean).sort(),
    tables: tablesOf(prose),
  };
}

function tablesOf(prose: string): string[] {
  const blocks = prose.split(/\n(?!\|)/).filter((block) => /\n\| ?:?-/.test(`\n${block}`));
  return blocks.map((block) => {
    const rows = block.split("\n").filter((line) => line.startsWith("|"));
    return `${(rows[0] ?? "").split("|").length - 2} x ${rows.length}`;
  });
}
