import { pushOrigins } from "./push";
import { startStack } from "./stack";

/** Starts one stack for all tests of a run, which find it through these variables. Returns its stop function. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const pushServices = await pushOrigins();
  const stack = await startStack({ PUSH_SERVICES: pushServices });
  process.env.E2E_PUSH_SERVICES = pushServices;
  process.env.E2E_APP_URL = stack.appUrl;
  process.env.E2E_GATEWAY_PORT = String(stack.gatewayPort);
  process.env.E2E_CONTROL_SECRET = stack.controlSecret;
  return () => stack.stop();
}
