import "server-only";
import { env } from "@/lib/env";
import { demoPeople } from "./demo-people";

/** The ways to sign in that the page offers besides username and password. */
export interface SignInOptions {
  readonly providers: readonly ("github" | "google")[];
  /** The demo people; empty except in local mode. */
  readonly demo: readonly { username: string; displayName: string; password: string }[];
}

/** The ways to sign in that this installation is configured for. */
export function signInOptions(): SignInOptions {
  const { GITHUB_ID, GOOGLE_ID, mode } = env();
  return {
    providers: [...(GITHUB_ID ? ["github" as const] : []), ...(GOOGLE_ID ? ["google" as const] : [])],
    demo: mode === "local" ? demoPeople : [],
  };
}
