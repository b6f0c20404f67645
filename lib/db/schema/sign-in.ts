import { sql } from "drizzle-orm";
import { bigint, boolean, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { now, time } from "./columns";
import { personId } from "./person-id";

/** Identities at other sign-in providers. No e-mail address is kept. */
export const accounts = pgTable(
  "accounts",
  {
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    userId: personId("user_id").notNull(),
    createdAt: now("created_at"),
  },
  (table) => [primaryKey({ columns: [table.provider, table.providerAccountId] })],
);

/** One row for each signed-in device. A cookie whose row is gone is worth nothing. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: personId("user_id").notNull(),
    /**
     * The part of the device's Twilio identity that belongs to this session. A token and a registration carry it, so
     * they are worth nothing once the row is gone. Only letters and digits, and not secret.
     */
    voiceId: text("voice_id").notNull().unique().default(sql`replace(gen_random_uuid()::text, '-', '')`),
    /** What the person sees in the list of their devices, such as "Firefox on Linux". */
    device: text("device"),
    createdAt: now("created_at"),
    lastUsedAt: now("last_used_at"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expiry").on(table.expiresAt)],
);

/** Codes with which a person sets a new password without the old one; each works once. Owned by lib/server/auth. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: personId("user_id").notNull(),
    /** Of the code, which itself lets somebody in. */
    codeHash: text("code_hash").notNull(),
    createdAt: now("created_at"),
    usedAt: time("used_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** Passkeys (WebAuthn credentials). Owned by lib/server/auth. */
export const passkeys = pgTable(
  "passkeys",
  {
    /** The credential's id, in base64url. */
    id: text("id").primaryKey(),
    userId: personId("user_id").notNull(),
    /** In COSE form, in base64url. Not secret. */
    publicKey: text("public_key").notNull(),
    /** The authenticator's signature counter; 0 for those that have none. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    /** How the browser reaches it (`AuthenticatorTransport`), separated by commas; empty: not known. */
    transports: text("transports").notNull(),
    /** What its person calls it. */
    name: text("name").notNull(),
    /** It is synchronised, and so not lost with one device. */
    backedUp: boolean("backed_up").notNull(),
    createdAt: now("created_at"),
    lastUsedAt: time("last_used_at"),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** The challenges of WebAuthn that are out. Each is answered once. Owned by lib/server/auth. */
export const passkeyChallenges = pgTable(
  "passkey_challenges",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    challenge: text("challenge").notNull(),
    /** Who adds a passkey; null: somebody who signs in, of whom nothing is known yet. */
    userId: personId("user_id"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("passkey_challenges_expiry").on(table.expiresAt)],
);
