import "server-only";
import type { Env } from "@/lib/env";

/** How to mend what the account of the voice network has wrong. The local gateway's account is made anew at its start. */
export function accountFix({ mode }: Env, withTwilio: string): string {
  return mode === "local"
    ? "Stop the app and type `npm start`: the local gateway then begins anew with the right settings."
    : withTwilio;
}
