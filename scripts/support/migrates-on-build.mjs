/**
 * Whether a build migrates the database first. On Vercel the preview of a branch may share the production database,
 * whose tables must not follow a branch, so a preview migrates only with MIGRATE_ON_BUILD=1.
 * @returns {boolean}
 */
export function migratesOnBuild({ DATABASE_URL, VERCEL_ENV, MIGRATE_ON_BUILD }) {
  if (!DATABASE_URL) return false;
  return !VERCEL_ENV || VERCEL_ENV === "production" || MIGRATE_ON_BUILD === "1";
}
