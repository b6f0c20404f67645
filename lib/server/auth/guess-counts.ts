import "server-only";
import { hit, type Limit, takeBack } from "../limits";
import { findKnownDevice } from "./known-device";

const window = { hits: 10, seconds: 15 * 60 };

/** A limit, and what it counts by. */
type Count = readonly [limit: Limit, who: string];

/** Whose secret is guessed, and from where. */
interface Guess {
  /** What is guessed, as the first part of the limits' names. */
  readonly of: "sign-in" | "recovery";
  /** As it was typed. */
  readonly username: string;
  /** Of nobody: an empty id. */
  readonly user: { readonly id: string; readonly passwordHash: string | null };
  readonly address: string;
  /** The cookies by which the request may show that it comes from a known device (known-device.ts). */
  readonly deviceCookies: readonly string[];
}

/**
 * The counters of wrong guesses at what only the owner of an account knows: per account and per address. A device that
 * is known for the person has a count of its own instead: strangers who guess, be it at the same address, do not keep
 * the owner out.
 */
export function guessCounts({ of, username, user, address, deviceCookies }: Guess): Count[] {
  const device = findKnownDevice(deviceCookies, user.id, user.passwordHash ?? "");
  return device !== null && user.passwordHash !== null
    ? [[{ name: `${of} device`, ...window }, `${user.id} ${device}`]]
    : [
        [{ name: `${of} account`, ...window }, username],
        [{ name: `${of} address`, ...window, hits: 50 }, address],
      ];
}

/** Hits each limit, or none: if one of them is reached, the hits before it are taken back. */
export async function hitAll(counts: readonly Count[]): Promise<void> {
  for (const [index, [limit, who]] of counts.entries()) {
    try {
      await hit(limit, who);
    } catch (error) {
      await takeBackAll(counts.slice(0, index));
      throw error;
    }
  }
}

/** Takes the hits back, of a guess that was right. */
export async function takeBackAll(counts: readonly Count[]): Promise<void> {
  await Promise.all(counts.map(([limit, who]) => takeBack(limit, who)));
}
