/**
 * One or two letters for a name: the first of its first and last word; of Japanese and other names without
 * spaces, the first character.
 */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return `${first}${last}`.toUpperCase();
}

/** A hue of 0 to 359 that stays the same for the same text. */
export function hueOf(text: string): number {
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % 360;
}
