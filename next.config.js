import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** @type {import("next").NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // A build checks the types of what it ships; `npm test` checks those of the tests and scripts too.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  // PGlite loads its WebAssembly from beside its own files, and argon2 a native binary: neither can be bundled.
  serverExternalPackages: ["@electric-sql/pglite", "@node-rs/argon2", "pg"],
  // The migrations are read from disk, which the tracer cannot see by itself.
  outputFileTracingIncludes: { "/*": ["./lib/db/migrations/**"] },
};

export default withNextIntl(nextConfig);
