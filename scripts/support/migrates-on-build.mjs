/**
 * Whether a build migrates the database first. On Vercel a preview of a branch may be given the production
 * database, whose tables are not to follow a branch: there only when asked to.
 * @returns {boolean}
 */
export function migratesOnBuild({ DATABASE_URL, VERCEL_ENV, MIGRATE_ON_BUILD }) {
  if (!DATABASE_URL) return false;
  return !VERCEL_ENV || VERCEL_ENV === "production" || MIGRATE_ON_BUILD === "1";
}
