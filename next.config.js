import createNextIntlPlugin from "next-intl/plugin";
import { devOrigins } from "./lib/dev-origins.mjs";
import { apiHeaders, rarelyChanged, staticHeaders } from "./lib/static-headers.mjs";
import { vercelExcludes } from "./lib/vercel-excludes.mjs";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  // The texts are parsed when the app is built. Otherwise each page would load a parser to do it.
  experimental: {
    messages: { path: "./lib/i18n", format: "json", locales: ["en", "ja"], precompile: true },
  },
});

const listOf = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Set by our own builds: what a server needs is copied to .next/standalone, from which `npm run build:standalone` makes
  // its folder. Not set when the server starts, since a server of `npm start` reads the whole project.
  ...(process.env.STANDALONE === "1"
    ? { output: "standalone", outputFileTracingRoot: import.meta.dirname }
    : {}),
  // Set by our own builds: what browsers load in place of zod/mini (scripts/support/browser-zod.mjs).
  ...(process.env.BROWSER_ZOD
    ? { turbopack: { resolveAlias: { "zod/mini": { browser: process.env.BROWSER_ZOD } } } }
    : {}),
  allowedDevOrigins: devOrigins(process.env),
  // A build checks the types of what it ships; `npm test` checks those of the tests and scripts too.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  experimental: {
    // Few large scripts: each one costs a page about a millisecond, also from the browser's cache, before its phone starts.
    turbopackChunking: { minChunkSize: 400_000 },
    // Next copies a request's body for proxy.ts, and reads that of a server action, before code of ours sees it.
    proxyClientMaxBodySize: 64 * 1024,
    serverActions: { bodySizeLimit: 16 * 1024 },
  },
  // PGlite loads its WebAssembly from beside its own files, and argon2 a native binary: neither can be bundled.
  serverExternalPackages: ["@electric-sql/pglite", "@node-rs/argon2", "pg"],
  ...(process.env.VERCEL ? { outputFileTracingExcludes: { "/*": vercelExcludes } } : {}),
  headers: async () => [
    { source: "/:path*", headers: listOf(staticHeaders) },
    { source: "/api/:path*", headers: listOf(apiHeaders) },
    { source: "/sounds/:path*", headers: listOf(rarelyChanged) },
    { source: "/:icon(icon.*\\.(?:svg|png)|apple-icon\\.png)", headers: listOf(rarelyChanged) },
    { source: "/browser-check.js", headers: listOf(rarelyChanged) },
  ],
};

export default withNextIntl(nextConfig);
