/**
 * Files that Next finds when it traces what the functions load, and that none of them loads on Vercel: the embedded
 * database, which `lib/env.ts` refuses there (20 MB), and what only its package names; the snapshots of the schema,
 * which only `npm run db:generate` reads; sources and documents beside the migrations. Globs, as `outputFileTracingExcludes` takes them:
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/output#caveats
 * @type {string[]}
 */
export const vercelExcludes = [
  "node_modules/@electric-sql/**",
  "node_modules/ws/**",
  "lib/db/migrations/meta/*_snapshot.json",
  "lib/**/*.ts",
  "lib/**/*.md",
  ".env.example",
];
