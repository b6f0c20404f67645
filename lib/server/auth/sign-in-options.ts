import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/env";
import { pageOrigin, providerOrigin } from "@/lib/page-origin";
import { demoPeople } from "./demo-people";

/** The ways to sign in that the page offers besides username and password. */
export interface SignInOptions {
  readonly providers: readonly { readonly id: "github" | "google" | "openid"; readonly name: string }[];
  /** The demo people; empty except in local mode. */
  readonly demo: readonly { username: string; displayName: string; password: string }[];
}

/**
 * The ways to sign in that this installation is configured for, on the page that is being rendered. Other sites
 * send people back to one origin, so pages of another one, such as a preview's, do not offer them.
 */
export async function signInOptions(): Promise<SignInOptions> {
  const { GITHUB_ID, GOOGLE_ID, openid, mode } = env();
  const returnsHere = pageOrigin(await headers()) === providerOrigin();
  return {
    providers: [
      ...(returnsHere && GITHUB_ID ? [{ id: "github" as const, name: "GitHub" }] : []),
      ...(returnsHere && GOOGLE_ID ? [{ id: "google" as const, name: "Google" }] : []),
      ...(returnsHere && openid ? [{ id: "openid" as const, name: openid.name }] : []),
    ],
    demo: mode === "local" ? demoPeople : [],
  };
}
