import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/env";
import { pageOrigin, providerOrigin } from "@/lib/page-origin";
import { demoPeople } from "./demo-people";

/** The ways to sign in that the page offers besides username and password. */
export interface SignInOptions {
  readonly providers: readonly ("github" | "google")[];
  /** The demo people; empty except in local mode. */
  readonly demo: readonly { username: string; displayName: string; password: string }[];
}

/**
 * The ways to sign in that this installation is configured for, on the page that is being rendered. GitHub and Google
 * send people back to one origin, so pages of another one, such as a preview's, do not offer them.
 */
export async function signInOptions(): Promise<SignInOptions> {
  const { GITHUB_ID, GOOGLE_ID, mode } = env();
  const returnsHere = pageOrigin(await headers()) === providerOrigin();
  return {
    providers: [
      ...(returnsHere && GITHUB_ID ? ["github" as const] : []),
      ...(returnsHere && GOOGLE_ID ? ["google" as const] : []),
    ],
    demo: mode === "local" ? demoPeople : [],
  };
}
