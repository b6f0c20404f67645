import "server-only";
import type { SetupCheckId, SetupProblem } from "@/lib/contracts";

/** What a check found. */
export type Finding =
  | { readonly status: "ok" | "skipped"; readonly detail: string }
  | {
      readonly status: "warning" | "failed";
      readonly problem: SetupProblem;
      /** What is wrong, for the operator: one sentence without a secret. It may name hosts. */
      readonly detail: string;
      /** What to type or where to click: one sentence. */
      readonly fix: string;
      /** A number that anybody may see: seconds, megabytes, a status. */
      readonly number: number | null;
    };

/** A finding and whose it is. */
export type CheckResult = Finding & { readonly id: SetupCheckId };

interface Wrong {
  readonly detail: string;
  readonly fix: string;
  readonly number?: number;
}

export function ok(detail: string): Finding {
  return { status: "ok", detail };
}

export function skipped(detail: string): Finding {
  return { status: "skipped", detail };
}

export function failed(problem: SetupProblem, { detail, fix, number }: Wrong): Finding {
  return { status: "failed", problem, detail, fix, number: number ?? null };
}

export function warning(problem: SetupProblem, wrong: Wrong): Finding {
  return { ...failed(problem, wrong), status: "warning" } as Finding;
}
