import type { Cancel } from "../base/clock";
import type { Voice } from "./voice";

/** Lets two people hear each other, until cancelled. What they heard before is put aside. */
export function patch(a: Voice, b: Voice): Cancel {
  const toA = { read: () => b.mic };
  const toB = { read: () => a.mic };
  a.output = toA;
  b.output = toB;
  return () => {
    // Somebody may have been given something else to hear meanwhile.
    if (a.output === toA) a.output = undefined;
    if (b.output === toB) b.output = undefined;
  };
}
