/** A complete local configuration, for services that are called without a server. No limit of calls is reached. */
const environment = {
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
  DATA_DIR: "",
  VERCEL: "",
  CALLS_AT_ONCE: "1000000",
  CALLS_PER_HOUR: "1000000",
  CALLS_PER_DAY: "1000000",
} as const;

/** Makes that the configuration of this process. To be called before the first `env()`. */
export function setBenchEnvironment(): void {
  Object.assign(process.env, environment);
}
