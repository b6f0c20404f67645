import type { Stack } from "./stack";

/**
 * Makes a stack's gateway misbehave: `network`, `reset`, `cut`, `silence`, `stop-media`
 * (lib/gateway/http/control.ts). It does so for everybody, so only for a stack of the test's own.
 */
export async function control(stack: Stack, command: string, body: object = {}): Promise<void> {
  const response = await fetch(`http://localhost:${stack.gatewayPort}/control/${command}`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.controlSecret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`The gateway refused ${command}: ${response.status} ${await response.text()}`);
}
