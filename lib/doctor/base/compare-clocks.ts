import "server-only";
import type { SetupProblem } from "@/lib/contracts";
import { type Finding, failed, warning } from "./finding";

/** From here on (s) a difference is worth a warning, and from there on things fail: access tokens are short. */
const limits = { warning: 5, failure: 60 };

interface Reading {
  /** This machine's clock (ms) before the question and after the answer. */
  readonly sent: number;
  readonly received: number;
  /** The other clock (ms), read at some time between the two. */
  readonly other: number;
  /** How coarse the other clock is shown (ms). */
  readonly stepMs: number;
}

/** Whose clock it is, and how to put it right. */
interface Wording {
  readonly whose: string;
  readonly fix: string;
}

/** Compares this machine's clock with another. Only what the time of travel cannot explain counts as a difference. */
export function compareClocks({ sent, received, other, stepMs }: Reading) {
  // The other clock was read between `sent` and `received`, and showed anything from `other` to `other + stepMs`.
  const behind = Math.max(0, other - received);
  const ahead = Math.max(0, sent - (other + stepMs));
  const seconds = Math.round(Math.max(behind, ahead) / 1000);
  return {
    seconds,
    /** What is wrong, or undefined if the two agree. */
    finding(problem: SetupProblem, { whose, fix }: Wording): Finding | undefined {
      if (seconds <= limits.warning) return undefined;
      const side = ahead > behind ? "ahead of" : "behind";
      const wrong = {
        detail: `This machine's clock is ${seconds} s ${side} ${whose}.`,
        fix,
        number: seconds,
      };
      return seconds > limits.failure ? failed(problem, wrong) : warning(problem, wrong);
    },
  };
}
