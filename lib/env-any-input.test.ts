import fc from "fast-check";
import { expect, test } from "vitest";
import { EnvError, parseEnv } from "./env";

const hex = "0123456789abcdef".repeat(2);

/** A value that is right, for each variable. */
const right: Readonly<Record<string, string>> = {
  NODE_ENV: "production",
  TWILIO_ACCOUNT_SID: `AC${hex}`,
  TWILIO_AUTH_TOKEN: hex,
  TWILIO_API_KEY: `SK${hex}`,
  TWILIO_API_SECRET: hex,
  TWILIO_TWIML_APP_SID: `AP${hex}`,
  VOICE_GATEWAY_URL: "ws://localhost:3001/signal",
  APP_URL: "http://localhost:3000",
  DATABASE_URL: "postgres://db.example/phone",
  DATABASE_URL_UNPOOLED: "postgres://db.example/phone",
  REDIS_URL: "redis://redis.example",
  NEXTAUTH_SECRET: hex,
  NEXTAUTH_URL: "http://localhost:3000",
  GITHUB_ID: "id",
  GITHUB_SECRET: "secret",
  GOOGLE_ID: "id",
  GOOGLE_SECRET: "secret",
  OPENID_ISSUER: "https://login.example",
  OPENID_ID: "id",
  OPENID_SECRET: "secret",
  OPENID_NAME: "Login",
  TRUSTED_PROXIES: "1",
  SIGN_UPS_PER_HOUR: "20",
  PORT: "3000",
  DATA_DIR: ".data",
  VERCEL: "1",
  VERCEL_ENV: "preview",
  VERCEL_URL: "a.vercel.app",
  VERCEL_BRANCH_URL: "b.vercel.app",
  VERCEL_PROJECT_PRODUCTION_URL: "p.vercel.app",
};
const names = Object.keys(right);

const url = fc
  .tuple(
    fc.constantFrom(
      "http",
      "https",
      "HTTPS",
      "ws",
      "wss",
      "postgres",
      "postgresql",
      "file",
      "javascript",
      "",
    ),
    fc.constantFrom(":", "://", ":///"),
    fc.oneof(fc.webAuthority({ withIPv6: true, withUserInfo: true, withPort: true }), fc.string()),
    fc.webPath(),
  )
  .map((parts) => parts.join(""));
const wrong = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ minLength: 32, maxLength: 80 }),
  url,
  fc.oneof(fc.double(), fc.integer()).map(String),
  fc.constantFrom("", " ", "\0", "0x10", "1e3", "-0", "[::1]", "a b", "a.vercel.app/../x", "%zz", "１"),
);
/** Any variables with any values, of which most are right, so that the odd ones are reached. */
const environment = fc.record(
  Object.fromEntries(
    names.map((name) => [
      name,
      fc.oneof(
        { weight: 6, arbitrary: fc.constant<string | undefined>(right[name]) },
        { weight: 1, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: wrong },
      ),
    ]),
  ),
);

/** The message of the refusal; null: accepted. Any other error is thrown. */
function refusalOf(source: Record<string, string | undefined>): string | null {
  try {
    parseEnv(source);
    return null;
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
}

const runs = process.env.SOAK === "1" ? 50_000 : 1_500;

test("any environment is accepted, or refused with the names of fields", () => {
  let accepted = 0;
  fc.assert(
    fc.property(environment, (source) => {
      const refusal = refusalOf(source);
      if (refusal === null) accepted += 1;
      else for (const line of refusal.split("\n").slice(1)) expect(line).toMatch(/^ {2}[A-Z_]+: ./);
    }),
    { numRuns: runs, examples: [[{ ...right, VOICE_GATEWAY_URL: undefined }]] },
  );
  // The generator reaches both sides.
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThan(runs);
});

test.each(names)("a wrong %s is refused by its name, and never shown", (name) => {
  fc.assert(
    fc.property(wrong, (value) => {
      // A mark that stands in no message of ours.
      const marked = `${value}ß7q#`;
      const refusal = refusalOf({ ...right, VOICE_GATEWAY_URL: undefined, [name]: marked });
      if (refusal === null) return;
      expect(refusal).toContain(`${name}: `);
      expect(refusal).not.toContain("ß7q#");
    }),
    { numRuns: Math.ceil(runs / 15) },
  );
});
