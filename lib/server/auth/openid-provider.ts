import "server-only";
import { createHash } from "node:crypto";
import type { AuthOptions } from "next-auth";
import { z } from "zod";
import type { OpenidProvider } from "@/lib/env";
import type { OAuthProfile } from "./person-for-account";

type OAuthProvider = Extract<AuthOptions["providers"][number], { type: "oauth" }>;

/** The claims that we read, of an ID token and of the answer about the user (OpenID Connect Core 1.0, section 5.1). */
const claimsSchema = z.object({
  iss: z.string(),
  /** Never given to another account of the same issuer; 255 characters of ASCII at most (section 2). */
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  preferred_username: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});

/**
 * next-auth's description of an OpenID provider. Its addresses and keys are read from the issuer at each sign-in. next-auth's
 * client checks the ID token's signature (RS256), issuer, audience, times and nonce, and the state and code verifier.
 */
export function openidProvider({ issuer, id, secret, name }: OpenidProvider): OAuthProvider {
  return {
    id: "openid",
    name,
    type: "oauth",
    clientId: id,
    clientSecret: secret,
    wellKnown: `${withoutSlash(issuer)}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid profile" } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    userinfo: {
      async request({ tokens, client }) {
        // The client's own type of a token set; next-auth's type leaves its methods out.
        const token = (tokens as unknown as { claims(): Record<string, unknown> }).claims();
        // The client has compared it with what the document at `wellKnown` calls itself.
        if (withoutSlash(String(token.iss)) !== withoutSlash(issuer)) throw new Error("another issuer");
        const isNamed = Boolean(token.name || token.preferred_username);
        // Many providers tell names only here (section 5.4). The client checks that it is about the same account.
        const asks = !isNamed && client.issuer.metadata.userinfo_endpoint !== undefined;
        const user = asks ? await client.userinfo(tokens as never) : {};
        return claimsSchema.parse({ ...user, ...token });
      },
    },
    profile: ({ sub }: { sub: string }) => ({ id: sub }),
  };
}

/**
 * The account that such a sign-in is with. Its provider has a hash of the issuer in it: after a change of OPENID_ISSUER the
 * same `sub` is somebody else. A name with an @ may be an e-mail address, which we do not keep.
 */
export function accountOfOpenid(profile: unknown): OAuthProfile {
  const { iss, sub, preferred_username: username, name } = claimsSchema.parse(profile);
  const issuer = createHash("sha256").update(withoutSlash(iss)).digest("base64url").slice(0, 22);
  const names = [username, name].filter((one) => !one?.includes("@"));
  return { provider: `openid:${issuer}`, providerAccountId: sub, names };
}

/** Some providers write their issuer with a slash at its end in one place and without in another. */
function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
