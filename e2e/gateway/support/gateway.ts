import {
  CONTROL_SECRET,
  type GatewayProcess,
  startGatewayProcess as start,
} from "../../../lib/gateway/testing/process";
import { account } from "./account";

export { CONTROL_SECRET, type GatewayProcess };

/** Starts a gateway process with the made-up account. */
export function startGatewayProcess(settings: Record<string, string>): Promise<GatewayProcess> {
  return start({ ...account, ...settings });
}
