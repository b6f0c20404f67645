import { testEnvironment } from "@/lib/db/testing/environment";

/**
 * Makes a complete local configuration that of this process, for services that are called without a server. No limit of calls
 * is reached. To be called before the first `env()`.
 */
export function setBenchEnvironment(): void {
  Object.assign(process.env, testEnvironment, {
    CALLS_AT_ONCE_PER_PERSON: "1000000",
    CALLS_AT_ONCE: "1000000",
    CALLS_PER_HOUR: "1000000",
    CALLS_PER_DAY: "1000000",
  });
}
