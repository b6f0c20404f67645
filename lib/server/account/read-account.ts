import "server-only";
import { and, asc, desc, eq, isNull, max, sql } from "drizzle-orm";
import {
  accounts,
  backWatches,
  database,
  favourites,
  passkeys,
  personLimits,
  pushSubscriptions,
  recoveryCodes,
  sessions,
  users,
} from "@/lib/db";
import { AppError } from "@/lib/errors";
import { isLive } from "../auth/sessions";
import { listLinks } from "../guests/links";
import type { Session } from "../identity";
import { listAllowed } from "../people/allows";
import { listBlocks } from "../people/blocks";
import { listMessages } from "../voicemail/messages";
import { readSettings } from "../voicemail/settings";
import type { AccountExport } from "./export-schema";

/**
 * All that is stored of the person of this session but their calls. Nothing in it signs anybody in or takes messages: no
 * hash, key, id of a session or address of a push service. What others have decided about this person (a block, an
 * allowance, a favourite) is theirs, and not in it.
 */
export async function readAccount(session: Session): Promise<Omit<AccountExport, "calls">> {
  const { id: me } = session.person;
  const [own, signIn, devices, pushDevices, blocks, allows, marks, guestLinks, limits, voicemail] =
    await Promise.all([
      readProfile(me),
      readSignIn(me),
      readDevices(session),
      readPushDevices(me),
      listBlocks(me),
      listAllowed(me),
      readMarks(me),
      listLinks(me),
      readLimits(me),
      readVoicemail(me),
    ]);
  const { hasPassword, ...profile } = own;
  return {
    format: "browser-phone account",
    version: 1,
    exportedAt: new Date().toISOString(),
    ...profile,
    signIn: { hasPassword, ...signIn },
    devices,
    pushDevices,
    blocks: blocks.map(({ id: _, ...block }) => block),
    allows,
    ...marks,
    guestLinks,
    limits,
    voicemail,
  };
}

async function readProfile(me: string) {
  const db = await database();
  const [row] = await db.select().from(users).where(eq(users.id, me));
  // Deleted since the session was checked.
  if (!row) throw new AppError("unauthenticated");
  const { username, displayName, createdAt, passwordHash } = row;
  const { doNotDisturb, callPolicy, anonymousByDefault, acceptsAnonymous } = row;
  return {
    profile: { username, displayName, createdAt: createdAt.toISOString() },
    settings: { doNotDisturb, callPolicy, anonymousByDefault, acceptsAnonymous },
    hasPassword: passwordHash !== null,
  };
}

async function readSignIn(me: string): Promise<Omit<AccountExport["signIn"], "hasPassword">> {
  const db = await database();
  const [linked, keys, [codes]] = await Promise.all([
    db.select().from(accounts).where(eq(accounts.userId, me)).orderBy(asc(accounts.createdAt)),
    db.select().from(passkeys).where(eq(passkeys.userId, me)).orderBy(asc(passkeys.createdAt)),
    db
      .select({
        left: sql`count(*) filter (where ${isNull(recoveryCodes.usedAt)})`.mapWith(Number),
        createdAt: max(recoveryCodes.createdAt),
      })
      .from(recoveryCodes)
      .where(eq(recoveryCodes.userId, me)),
  ]);
  return {
    accounts: linked.map(({ provider, providerAccountId: id, createdAt }) => ({
      // An OpenID provider's has a hash of the issuer after it.
      provider: provider.split(":")[0] ?? provider,
      id,
      createdAt: createdAt.toISOString(),
    })),
    passkeys: keys.map(({ name, backedUp, createdAt, lastUsedAt }) => ({
      name,
      synchronised: backedUp,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    recoveryCodes: { left: codes?.left ?? 0, createdAt: codes?.createdAt?.toISOString() ?? null },
  };
}

async function readDevices({ id, person }: Session): Promise<AccountExport["devices"]> {
  const db = await database();
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, person.id), isLive()))
    .orderBy(desc(sessions.lastUsedAt));
  return rows.map(({ id: row, device, createdAt, lastUsedAt }) => ({
    device,
    current: row === id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  }));
}

async function readPushDevices(me: string): Promise<AccountExport["pushDevices"]> {
  const db = await database();
  const rows = await db
    .select({
      device: sessions.device,
      endpoint: pushSubscriptions.endpoint,
      language: pushSubscriptions.locale,
      createdAt: pushSubscriptions.createdAt,
    })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(eq(pushSubscriptions.userId, me))
    .orderBy(asc(pushSubscriptions.createdAt));
  // Whoever knows the whole address could send to the device.
  return rows.map(({ endpoint, createdAt, ...row }) => ({
    ...row,
    service: new URL(endpoint).host,
    createdAt: createdAt.toISOString(),
  }));
}

async function readMarks(me: string): Promise<Pick<AccountExport, "favourites" | "backWatches">> {
  const db = await database();
  const name = { username: users.username, displayName: users.displayName };
  const [favoured, watched] = await Promise.all([
    db
      .select({ ...name, createdAt: favourites.createdAt })
      .from(favourites)
      .innerJoin(users, eq(users.id, favourites.favouriteId))
      .where(eq(favourites.userId, me))
      .orderBy(asc(favourites.createdAt)),
    db
      .select({ ...name, createdAt: backWatches.createdAt, expiresAt: backWatches.expiresAt })
      .from(backWatches)
      .innerJoin(users, eq(users.id, backWatches.watchedId))
      .where(eq(backWatches.userId, me))
      .orderBy(asc(backWatches.createdAt)),
  ]);
  return {
    favourites: favoured.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
    backWatches: watched.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    })),
  };
}

async function readLimits(me: string): Promise<AccountExport["limits"]> {
  const db = await database();
  const [row] = await db
    .select({
      callsAtOnce: personLimits.callsAtOnce,
      callsPerHour: personLimits.callsPerHour,
      callsPerDay: personLimits.callsPerDay,
    })
    .from(personLimits)
    .where(eq(personLimits.userId, me));
  return row ?? null;
}

async function readVoicemail(me: string): Promise<AccountExport["voicemail"]> {
  const [settings, messages] = await Promise.all([readSettings(me), listMessages(me)]);
  return { ...settings, messages };
}
