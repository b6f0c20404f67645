import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { Provider } from "oidc-provider";

/** What the server tells of an account besides its `sub`. */
export interface OpenidAccount {
  readonly name?: string;
  readonly preferred_username?: string;
}

/** The app, as the server knows it. */
export interface OpenidClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** A real OpenID provider on this machine. Anybody may sign in there, as the account whose name they type. */
export interface OpenidServer {
  readonly issuer: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  /** Replaces the ID token of each answer, as a faulty or hostile provider would. null: nothing is replaced. */
  replaceToken: ((claims: Record<string, unknown>, sign: SignToken) => string) | null;
  stop(): Promise<void>;
}

/** Makes an ID token of these claims: signed with the server's key, with another one, or not at all. */
export type SignToken = (claims: object, by?: "the server" | "another key" | "nobody") => string;

const form = `<!doctype html>
<html lang="en">
<head><title>Log in</title><link rel="icon" href="data:,"></head>
<body><h1>Log in</h1><form method="post"><label>Account <input name="sub"></label> <button>Log in</button></form></body>
</html>`;

/** A free port of this machine. The issuer's address has it, so it is needed before the server listens. */
async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signToken(claims: object, key: KeyObject | null): string {
  const header = key ? { alg: "RS256", typ: "JWT", kid: "test" } : { alg: "none" };
  const text = `${base64url(header)}.${base64url(claims)}`;
  return `${text}.${key ? createSign("RSA-SHA256").update(text).sign(key, "base64url") : ""}`;
}

/** Starts the server. `accounts`: by `sub`; any other `sub` is an account without a name. */
export async function startOpenidServer(
  client: OpenidClient,
  accounts: Readonly<Record<string, OpenidAccount>> = {},
): Promise<OpenidServer> {
  const port = await findPort();
  const issuer = `http://localhost:${port}`;
  const [own, other] = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
  if (!own || !other) throw new Error("unreachable");
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...own.export({ format: "jwk" }), kid: "test", alg: "RS256", use: "sig" }] },
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
    cookies: { keys: [crypto.randomUUID()] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: {
      Interaction: 600,
      Grant: 600,
      Session: 600,
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
    },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...accounts[sub], sub }) }),
    interactions: { url: (_context, { uid }) => `/login/${uid}` },
    // Nobody is asked for consent.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
  });
  const asked: string[] = [];
  const server: OpenidServer = {
    issuer,
    asked,
    replaceToken: null,
    stop: async () => {
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
    },
  };
  const sign: SignToken = (claims, by = "the server") =>
    signToken(claims, { "the server": own, "another key": other, nobody: null }[by]);
  provider.use(async (context, next) => {
    asked.push(context.path);
    if (context.path.startsWith("/login/")) {
      context.respond = false;
      return logIn(context.req, context.res);
    }
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path !== "/token" || !body?.id_token || !server.replaceToken) return;
    const claims = JSON.parse(Buffer.from(body.id_token.split(".")[1] ?? "", "base64url").toString());
    context.body = { ...body, id_token: server.replaceToken(claims, sign) };
  });

  /** Shows the form in which somebody says who they are, and takes it. */
  async function logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "GET") {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(form);
      return;
    }
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const accountId = new URLSearchParams(body).get("sub") ?? "";
    await provider.interactionFinished(request, response, { login: { accountId } });
  }

  const listening = provider.listen(port, "localhost");
  await new Promise<void>((resolve) => listening.once("listening", () => resolve()));
  return server;
}
