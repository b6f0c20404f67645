import "server-only";
import type { MachineCheck, SetupCheckUp } from "../base/check";
import { accountCheck } from "./account";
import { apiKeyCheck } from "./api-key";
import { appUrlCheck } from "./app-url";
import { clockCheck } from "./clock";
import { databaseCheck } from "./database";
import { databaseClockCheck } from "./database-clock";
import { diskCheck } from "./disk";
import { environmentCheck } from "./environment";
import { memoryCheck } from "./memory";
import { migrationsCheck } from "./migrations";
import { nodeCheck } from "./node";
import { signallingCheck } from "./signalling";
import { twimlAppCheck } from "./twiml-app";
import { webhookCheck } from "./webhook";

/** The checks of the machine and of the configuration itself. */
export const machineChecks: readonly MachineCheck[] = [nodeCheck, memoryCheck, diskCheck, environmentCheck];

/** The checks that use the configuration. Each stands after those that it needs. */
export const setupChecks: readonly SetupCheckUp[] = [
  appUrlCheck,
  databaseCheck,
  migrationsCheck,
  databaseClockCheck,
  accountCheck,
  apiKeyCheck,
  clockCheck,
  twimlAppCheck,
  webhookCheck,
  signallingCheck,
];
