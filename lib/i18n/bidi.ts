/** Letters that are written from right to left. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A name to be put into a sentence. One that is written from right to left is isolated, so that it does not rearrange the
 * words and numbers around it.
 * @param longest cuts such a name, where the sentence may be cut: of a sentence from left to right the line would keep the
 * end of the name
 */
export function inSentence(name: string, longest = Number.POSITIVE_INFINITY): string {
  if (!rightToLeft.test(name)) return name;
  const characters = [...name];
  const shown = characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : name;
  return `\u2068${shown}\u2069`;
}
