/**
 * A comment, a CDATA section, a tag (whose quoted values may have a > in them), or the text between. XML allows no < in a tag,
 * and a tag that ends at the next one keeps the time short, whatever the text is.
 */
const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?:"[^"<]*"|'[^'<]*'|[^<>"'])*>|[^<]+|</g;

/**
 * A TwiML document with a line for each element, indented. A text stays on the line of the element that it alone is in.
 * What is no XML comes out line by line as well as it can; nothing of it is left out but white space.
 */
export function prettyTwiml(text: string): string {
  const lines: string[] = [];
  let depth = 0;
  /** Whether the last line is an opening tag, perhaps with its text, which the closing tag may follow. */
  let isOpen = false;
  const put = (token: string) => lines.push("  ".repeat(depth) + token);
  const append = (token: string) => lines.push((lines.pop() ?? "") + token);
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.trim() === "") continue;
    if (/^<\//.test(token)) {
      depth = Math.max(0, depth - 1);
      if (isOpen) append(token);
      else put(token);
      isOpen = false;
    } else if (/^<[^!?]/.test(token) && !token.endsWith("/>")) {
      put(token);
      depth += 1;
      isOpen = true;
    } else if (/^</.test(token) && !token.startsWith("<![CDATA[")) {
      put(token);
      isOpen = false;
    } else if (isOpen) append(token.trim());
    else put(token.trim());
  }
  return lines.join("\n");
}
