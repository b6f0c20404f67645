import { fileURLToPath } from "node:url";

/**
 * Where no folder can be. Work that a test has started and did not wait for may need a database when the test has closed its
 * own, and is not to open, and hold, the one of this folder.
 */
const nowhere = fileURLToPath(import.meta.url);

/** A complete local configuration, as `npm start` would make one. */
export const testEnvironment = {
  NODE_ENV: "test",
  TWILIO_ACCOUNT_SID: `AC${"a1".repeat(16)}`,
  TWILIO_AUTH_TOKEN: "b2".repeat(16),
  TWILIO_API_KEY: `SK${"c3".repeat(16)}`,
  TWILIO_API_SECRET: "d4".repeat(16),
  TWILIO_TWIML_APP_SID: `AP${"e5".repeat(16)}`,
  VOICE_GATEWAY_URL: "ws://localhost:3001",
  NEXTAUTH_SECRET: "f6".repeat(16),
  NEXTAUTH_URL: "http://localhost:3000",
  APP_URL: "http://localhost:3000",
  DATABASE_URL: "",
  DATA_DIR: nowhere,
  // Tests name the client's address in X-Forwarded-For.
  TRUSTED_PROXIES: "1",
  VERCEL: "",
  // A pair that was made for tests, and is used for nothing else.
  VAPID_PUBLIC_KEY: "BOBJZxxbmVqmbmX4gwD1ZoTHvEuyNLEGlCzQtHL6nVdzghHnbsZOgbx1GfkNxhvUbDLWhRImiU0NXh16iFdK884",
  VAPID_PRIVATE_KEY: "rvxiMcDOJW0HMc391W3cu6pi0nvb1wbMs1xsSbTa5_c",
  // Most tests leave their calls open. Those of the limit set it themselves.
  CALLS_AT_ONCE_PER_PERSON: "1000",
} as const;

/** Makes that the configuration of this process. To be called before the first `env()`. */
export function setTestEnvironment(): void {
  Object.assign(process.env, testEnvironment);
}
