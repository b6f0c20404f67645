import { createHash } from "node:crypto";

/** The people whom the questions are about, by their numbers. They are present at every size. */
export const people = {
  /** Has 50 calls at every size. Blocks and allows some people. Half a thousand people, or half of all, have blocked them. */
  me: 1,
  /** Has 2,000 calls at every size. */
  busy: 2,
  /** Has a tenth of `Size.calls`. */
  busiest: 3,
  /** Call one after the other. */
  callers: [4, 5, 6, 7],
  /** Is called. */
  callee: 8,
} as const;

/** The id of person `number`. */
export function idOf(number: number): string {
  return `u_${createHash("md5").update(String(number)).digest("hex")}`;
}

/** SQL: the same, of the person whose number that SQL is. */
export const idOfNumber = (number: string) => `'u_' || md5((${number})::int::text)`;

/** The `sessions.voice_id` of that person's device. */
export function voiceIdOf(number: number): string {
  return `v${number}`;
}
