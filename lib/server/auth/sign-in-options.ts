import "server-only";
import { env } from "@/lib/env";
import { demoPeople } from "./demo-people";

/** The ways to sign in that a page offers. */
export interface SignInOptions {
  readonly github: boolean;
  readonly google: boolean;
  /** The demo people, in local mode only. */
  readonly demo: readonly { username: string; displayName: string; password: string }[];
}

/** Which ways to sign in this installation has, beside username and password. */
export function signInOptions(): SignInOptions {
  const { GITHUB_ID, GOOGLE_ID, mode } = env();
  return { github: Boolean(GITHUB_ID), google: Boolean(GOOGLE_ID), demo: mode === "local" ? demoPeople : [] };
}
