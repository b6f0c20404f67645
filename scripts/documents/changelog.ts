/** A version of the changelog: its number and its date, both as they are written. */
export interface Release {
  readonly version: string;
  readonly date: string;
}

/** The versions of a changelog in the form of Keep a Changelog, in their order. */
export function releasesOf(text: string): Release[] {
  return [...text.matchAll(/^## (\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$/gm)].map(
    ([, version = "", date = ""]) => ({ version, date }),
  );
}

/** Whether `a` is the later version. Each number counts as a number: 1.10.0 is later than 1.9.0. */
export function isLater(a: string, b: string): boolean {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs >= 0 && (left[differs] ?? 0) > (right[differs] ?? 0);
}
