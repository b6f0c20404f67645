import { app } from "./table/app";
import { gateway } from "./table/gateway";
import { pages } from "./table/pages";
import { phone } from "./table/phone";
import type { Room } from "./table/room";
import { server } from "./table/server";
import { shared } from "./table/shared";
import { tools } from "./table/tools";

/** Packages that only tests use, beside those of their room. */
export const testPackages: readonly string[] = [
  "@axe-core/playwright",
  "@next/env",
  "@playwright/test",
  "@testing-library/react",
  "ajv",
  "drizzle-kit",
  "drizzle-orm",
  "esbuild",
  "fast-check",
  "next",
  "next-auth",
  "next-intl",
  "node",
  "oidc-provider",
  "pg",
  "react",
  "react-dom",
  "selfsigned",
  "sonner",
  "twilio",
  "vitest",
  "werift",
  "ws",
  "yaml",
  "zod",
];

/** Packages that one file alone may import, so that it can be exchanged there. */
export const onlyIn: Readonly<Record<string, string>> = {
  "@twilio/voice-sdk": "lib/phone/adapters/voice-sdk.ts",
  "@tanstack/react-query": "components/api/server-state.tsx",
  "@electric-sql/pglite": "lib/db/embedded.ts",
  "@node-rs/argon2": "lib/server/auth/password.ts",
};

/** Every room. What a room does not name it may not import; a file in no room is an error. */
export const rooms: readonly Room[] = [
  ...shared,
  ...phone,
  ...server,
  ...pages,
  ...app,
  ...gateway,
  ...tools,
];
