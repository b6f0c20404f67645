import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Code, in which brackets are no links: fenced blocks, and what stands between backticks. */
const code = /^```[\s\S]*?^```|`[^`\n]*`/gm;

/** The relative links of a Markdown text, as they are written. */
export function linksOf(text: string): string[] {
  return [...text.replace(code, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? "")
    .filter((target) => !/^\w+:/.test(target));
}

/** The anchors of a Markdown text: its headings, as GitHub turns them into ids. */
export function anchorsOf(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Those links of the document at `path` that lead to no file, or to no heading of it. */
export function brokenLinks(root: string, path: string): string[] {
  return linksOf(readFileSync(join(root, path), "utf8")).filter((link) => {
    const [file = "", anchor] = link.split("#");
    const target = join(root, file ? join(dirname(path), file) : path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, "utf8")).includes(anchor);
  });
}
