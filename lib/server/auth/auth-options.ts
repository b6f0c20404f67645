import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import GitHub from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import { env } from "@/lib/env";
import { providerOrigin } from "@/lib/page-origin";
import { logError, logSecurity, logText } from "../log";
import { endCallsOf } from "../voice/end-calls";
import { accountRefusal } from "./account-refusal";
import { authCookies } from "./auth-cookies";
import { destinationOf } from "./destination";
import { authorize, currentUserAgent, failRequestIfFails, givenPasswordHash } from "./next-auth-call";
import { accountOfOpenid, openidProvider } from "./openid-provider";
import { type OAuthProfile, personForAccount } from "./person-for-account";
import { cookieSeconds, endSession, findSession, startSession, startSessionByPassword } from "./sessions";
import { startDeviceSession } from "./start-device-session";

/**
 * next-auth's configuration for pages of `origin`: an encrypted cookie that carries the id of a session row, and the id
 * of its person, with which the sign-in page can say that this person has been suspended.
 *
 * The row decides. Our own code reads the cookie with `currentSession`; next-auth reads it only for its session
 * route. There a missing row must throw, because a `jwt` callback that returns null leaves the person signed in.
 */
export function authOptions(origin: string): AuthOptions {
  const { NEXTAUTH_SECRET } = env();
  return {
    secret: NEXTAUTH_SECRET,
    providers: providers(origin),
    session: { strategy: "jwt", maxAge: cookieSeconds },
    jwt: { maxAge: cookieSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: origin.startsWith("https:"),
    cookies: authCookies(origin),
    callbacks: {
      async signIn({ account, profile }) {
        if (!account || account.type === "credentials") return true;
        return (await accountRefusal(toOAuthProfile(account, profile))) ?? true;
      },
      async jwt({ token, user, account, profile }) {
        if (!account) {
          if (!(await failRequestIfFails(findSession(token.sid)))) throw new Error("this session has ended");
          return { sid: token.sid, uid: token.uid };
        }
        const userId =
          account.type === "credentials" ? user.id : await personForAccount(toOAuthProfile(account, profile));
        const passwordHash = givenPasswordHash();
        const sid = await startDeviceSession({
          personId: userId,
          by: account.provider,
          userAgent: currentUserAgent(),
          start: (device) =>
            passwordHash === null
              ? startSession(userId, device)
              : failRequestIfFails(startSessionByPassword({ id: userId, passwordHash }, device)),
        });
        return { sid, uid: userId };
      },
      redirect: ({ url }) => destinationOf(url, origin),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => failRequestIfFails(signOut(token?.sid)) },
    logger: {
      warn: (code) => logText("warn", `next-auth ${code}`),
      // A cookie whose session has ended is not an error of the server.
      error: (code, metadata) =>
        code === "JWT_SESSION_ERROR" || logError(`next-auth ${code}`, toError(metadata)),
    },
  };
}

async function signOut(id: unknown): Promise<void> {
  const ended = await endSession(id);
  if (ended.length > 0) logSecurity("session_ended");
  await endCallsOf(ended);
}

/** Other sites are left out on all pages but those of the origin to which they send people back. */
function providers(origin: string): AuthOptions["providers"] {
  const { GITHUB_ID, GITHUB_SECRET, GOOGLE_ID, GOOGLE_SECRET, openid } = env();
  const list: AuthOptions["providers"] = [
    Credentials({ credentials: { username: {}, password: {} }, authorize }),
  ];
  if (origin !== providerOrigin()) return list;
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
  if (openid) list.push(openidProvider(openid));
  return list;
}

function toOAuthProfile(
  account: { provider: string; providerAccountId: string },
  profile: unknown,
): OAuthProfile {
  if (account.provider === "openid") return accountOfOpenid(profile);
  const { login, name } = (profile ?? {}) as { login?: string; name?: string };
  return { provider: account.provider, providerAccountId: account.providerAccountId, names: [login, name] };
}

function toError(metadata: unknown): unknown {
  return metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error;
}
