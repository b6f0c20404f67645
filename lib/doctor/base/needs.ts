import "server-only";
import type { Database } from "@/lib/db";
import type { Env } from "@/lib/env";
import type { RestAnswer, RestCredentials } from "@/lib/rest/twilio-rest";

/** What is measured of this machine. */
export interface Machine {
  /** As `process.versions.node`. */
  readonly nodeVersion: string;
  /** Bytes that this process could still take. */
  availableMemory(): number;
  /** Bytes that are free where `folder` is, or will be. Throws if the folder cannot be written. */
  freeDisk(folder: string): Promise<number>;
  /** Milliseconds since 1970, as everything of ours that signs or expires reads them. */
  now(): number;
  /** The addresses of a host name. Rejects if there are none. */
  lookUp(host: string): Promise<readonly string[]>;
}

/** What the checks work with. Tests put in their own. */
export interface DoctorNeeds {
  /**
   * Reads the configuration. Throws `EnvError` if it is wrong, and {@link ConfigurationProblem} if it cannot be put
   * together at all.
   */
  readonly configuration: () => Env;
  /** The folder of the app's data; null: it keeps none on a disk. */
  readonly dataDir: string | null;
  readonly machine: Machine;
  /** Opens the database of the configuration. Rejects with the driver's error, or {@link DatabaseElsewhere}. */
  readonly database: () => Promise<Database>;
  /** How long (ms) a check may wait for an answer. It is given up after one and a half times that. */
  readonly limitMs: number;
}

/** What a check works with once the configuration is known to be whole. */
export interface ReadyNeeds extends DoctorNeeds {
  readonly env: Env;
  /** The TwiML app, asked for with the API key. One answer serves three checks. */
  readonly application: () => Promise<RestAnswer>;
  /** Asks the REST interface about a part of the account. */
  readonly ask: (path: string, credentials: RestCredentials) => Promise<RestAnswer>;
}

/** The configuration could not even be put together. The message says why, without a value. */
export class ConfigurationProblem extends Error {
  override readonly name = "ConfigurationProblem";
  /** What to do: one sentence. */
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

/** The embedded database is there, and this process may not open it. */
export class DatabaseElsewhere extends Error {
  override readonly name = "DatabaseElsewhere";
  /** `absent`: nobody has made it yet. `in use`: another process has it, and `answers` says whether that one is well. */
  readonly state: "absent" | "in use";
  readonly answers: boolean;

  constructor(state: "absent" | "in use", answers = false) {
    super(`the embedded database is ${state}`);
    this.state = state;
    this.answers = answers;
  }
}
