import "server-only";
import type { Passkey } from "@/lib/contracts";
import type { passkeys } from "@/lib/db";

/** A passkey as its person sees it. */
export function toPasskey(row: typeof passkeys.$inferSelect): Passkey {
  return {
    id: row.id,
    name: row.name,
    synced: row.backedUp,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
