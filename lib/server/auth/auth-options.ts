import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import GitHub from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import { env } from "@/lib/env";
import { logError, logText } from "../log";
import { authorize, failRequestIfFails } from "./next-auth-call";
import { personForAccount } from "./person-for-account";
import { secureCookies, sessionCookieName, sessionIdFromCookie } from "./session-cookie";
import { cookieSeconds, endSession, findSession, startSession } from "./sessions";

/**
 * next-auth's configuration: a cookie that carries the id of a session row and nothing else.
 *
 * The row decides. Our own code reads the cookie with `currentSession`; next-auth reads it only for its session
 * route. There a missing row must throw, because a `jwt` callback that returns null leaves the person signed in.
 */
export function authOptions(): AuthOptions {
  const { NEXTAUTH_SECRET } = env();
  return {
    secret: NEXTAUTH_SECRET,
    providers: providers(),
    session: { strategy: "jwt", maxAge: cookieSeconds },
    jwt: { maxAge: cookieSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secureCookies(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() },
      },
    },
    callbacks: {
      async jwt({ token, user, account, profile }) {
        if (!account) {
          if (!(await failRequestIfFails(findSession(token.sid)))) throw new Error("this session has ended");
          return { sid: token.sid };
        }
        const userId =
          account.type === "credentials" ? user.id : await personForAccount(toOAuthProfile(account, profile));
        // Signing in again on the same device replaces its session.
        await endSession(await sessionIdFromCookie());
        return { sid: await startSession(userId) };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => failRequestIfFails(endSession(token?.sid)) },
    logger: {
      warn: (code) => logText("warn", `next-auth ${code}`),
      // A cookie whose session has ended is not an error of the server.
      error: (code, metadata) =>
        code === "JWT_SESSION_ERROR" || logError(`next-auth ${code}`, toError(metadata)),
    },
  };
}

function providers(): AuthOptions["providers"] {
  const { GITHUB_ID, GITHUB_SECRET, GOOGLE_ID, GOOGLE_SECRET } = env();
  const list: AuthOptions["providers"] = [
    Credentials({ credentials: { username: {}, password: {} }, authorize }),
  ];
  if (GITHUB_ID && GITHUB_SECRET) {
    list.push(
      GitHub({
        clientId: GITHUB_ID,
        clientSecret: GITHUB_SECRET,
        authorization: { params: { scope: "read:user" } },
      }),
    );
  }
  if (GOOGLE_ID && GOOGLE_SECRET) {
    list.push(
      Google({
        clientId: GOOGLE_ID,
        clientSecret: GOOGLE_SECRET,
        authorization: { params: { scope: "openid profile" } },
      }),
    );
  }
  return list;
}

function toOAuthProfile(account: { provider: string; providerAccountId: string }, profile: unknown) {
  const { login, name } = (profile ?? {}) as { login?: string; name?: string };
  return { provider: account.provider, providerAccountId: account.providerAccountId, names: [login, name] };
}

function toError(metadata: unknown): unknown {
  return metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error;
}
