import "server-only";
import { env } from "@/lib/env";
import { isPushHost, knownPushServices, matchesPushHost } from "@/lib/settings/push-names";

/** How a message may be sent to an endpoint. `inside`: to a server of this machine, which the operator has named. */
export type Way = "outside" | "inside";

/**
 * How messages may be sent to that endpoint; null: they may not. The endpoint comes from a browser, which can send anything,
 * and our server sends requests to it: so it must be one of a known push service, over TLS, at its usual port.
 */
export function wayTo(endpoint: string): Way | null {
  if (!URL.canParse(endpoint)) return null;
  const { protocol, hostname, port, username, password, origin } = new URL(endpoint);
  if (username !== "" || password !== "") return null;
  const { PUSH_SERVICES, mode } = env();
  if (mode === "local" && PUSH_SERVICES.includes(origin)) return "inside";
  if (protocol !== "https:" || port !== "" || !isPushHost(hostname)) return null;
  const services = [...knownPushServices, ...PUSH_SERVICES.filter(isPushHost)];
  return matchesPushHost(hostname, services) ? "outside" : null;
}
