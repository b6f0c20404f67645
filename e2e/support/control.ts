import type { Stack } from "./stack";

/**
 * Sends a stack's gateway a command that causes a fault: `network`, `reset`, `cut`, `silence`, `stop-media`
 * (lib/gateway/http/control.ts). A fault affects everybody, so the test needs a stack of its own.
 */
export async function control(stack: Stack, command: string, body: object = {}): Promise<void> {
  await ask(stack, command, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** The number of signalling sockets that are registered with the stack's gateway now. */
export async function registered(stack: Stack): Promise<number> {
  const { sockets } = await (await ask(stack, "state")).json();
  return sockets.filter((socket: { identity: string | null }) => socket.identity !== null).length;
}

async function ask(stack: Stack, path: string, request: RequestInit = {}): Promise<Response> {
  const response = await fetch(`http://localhost:${stack.gatewayPort}/control/${path}`, {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${stack.controlSecret}` },
  });
  if (response.ok) return response;
  throw new Error(`The gateway refused ${path}: ${response.status} ${await response.text()}`);
}
