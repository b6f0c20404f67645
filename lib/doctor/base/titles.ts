import "server-only";
import type { SetupCheckId } from "@/lib/contracts";

/** What each check is called in the terminal. */
export const titles: Readonly<Record<SetupCheckId, string>> = {
  node: "Node.js",
  memory: "Memory",
  disk: "Disk",
  environment: "Configuration",
  app_url: "Public address",
  database: "Database",
  migrations: "Database tables",
  database_clock: "Database clock",
  account: "Twilio account",
  api_key: "API key",
  clock: "Clock",
  twiml_app: "TwiML app",
  webhook: "Voice webhook",
  signalling: "Signalling",
};
