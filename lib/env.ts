import { EnvError } from "./env/error";
import { type Env, parseEnv } from "./env/parse";

export type { OpenidProvider } from "./env/derived";
export { EnvError } from "./env/error";
export { isLoopback, loopbackAliases } from "./env/loopback";
export { type Env, parseEnv } from "./env/parse";

let cached: Env | undefined;

/** The configuration of this process, parsed once. Throws {@link EnvError} on first use if it is wrong. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** What is wrong with the configuration of this process; undefined if nothing is. */
export function configurationError(): EnvError | undefined {
  try {
    env();
    return undefined;
  } catch (error) {
    if (error instanceof EnvError) return error;
    throw error;
  }
}

/** Sets NEXTAUTH_URL, which next-auth reads from the environment only; without it, it trusts the Host header. */
export function setNextAuthUrl(origin: string): void {
  process.env.NEXTAUTH_URL = origin;
}
