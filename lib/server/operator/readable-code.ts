import "server-only";
import { randomInt } from "node:crypto";

/** Letters and digits that are not mistaken for one another when a code is read out or typed. */
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

/** A random text of `groups` times four letters, such as `K7QM-2RXB-9TWD-HEZP`. Each group has 19.6 random bits. */
export function newReadableCode(groups: number): string {
  return Array.from({ length: groups }, newGroup).join("-");
}

function newGroup(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
}
