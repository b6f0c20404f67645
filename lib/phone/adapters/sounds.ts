/** Where the project's own sounds are (made by `scripts/sounds.mjs`). */
export function soundUrl(name: string): string {
  return `/sounds/${name}.wav`;
}
