/** A picture in a Markdown text: its alternative text and its address, as they are written. */
export interface Picture {
  readonly alt: string;
  readonly src: string;
}

/** The pictures of a Markdown text, in both forms: `![alt](src)` and `<img src="…" alt="…">`. */
export function picturesOf(text: string): Picture[] {
  const code = /^```[\s\S]*?^```|`[^`\n]*`/gm;
  const plain = text.replace(code, "");
  const inMarkdown = [...plain.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, alt = "", src = ""]) => ({
    alt,
    src,
  }));
  const inHtml = [...plain.matchAll(/<img\s[^>]*>/g)].map(([tag]) => ({
    alt: /\balt="([^"]*)"/.exec(tag)?.[1] ?? "",
    src: /\bsrc="([^"]*)"/.exec(tag)?.[1] ?? "",
  }));
  return [...inMarkdown, ...inHtml];
}
