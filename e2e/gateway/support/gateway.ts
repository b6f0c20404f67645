import {
  CONTROL_SECRET,
  type GatewayProcess,
  startGatewayProcess as start,
} from "../../../lib/gateway/testing/process";
import { restClient } from "../../../lib/gateway/testing/rest-tap";
import { account } from "./account";

export { CONTROL_SECRET, type GatewayProcess };

/** The official client library, which talks to a gateway. */
export function twilioOf({ port }: GatewayProcess) {
  const { TWILIO_ACCOUNT_SID: username, TWILIO_AUTH_TOKEN: password } = account;
  return restClient(`http://127.0.0.1:${port}`, { username, password });
}

/** Starts a gateway process with the made-up account. */
export function startGatewayProcess(settings: Record<string, string>): Promise<GatewayProcess> {
  return start({ ...account, ...settings });
}
