import { type Health, healthSchema } from "@/lib/contracts";
import { request } from "@/lib/http/request";
import { checkServer, type DiagnosticsDeps } from "@/lib/phone/diagnostics/checks";
import { notWell, type Step, stepOf } from "./steps";

/** The parts of the server that can fail separately. `access`: the token for the voice service. */
export const serverParts = ["database", "voice", "access"] as const;
/** One of {@link serverParts}. */
export type ServerPart = (typeof serverParts)[number];

interface ServerCheck {
  deps: DiagnosticsDeps;
  onHealth: (health: Health) => void;
  signal: AbortSignal;
}

/** Asks the server which of its parts fails, then whether it gives this person a token. */
export async function checkWholeServer({ deps, onHealth, signal }: ServerCheck): Promise<Step> {
  const health = await request("/api/health", healthSchema, { signal, answerStatus: 503 }).catch(() => null);
  if (!health) return notWell("server_unreachable");
  onHealth(health);
  const broken = (["database", "voice"] as const).find((part) => health[part] === "failing");
  if (broken) return notWell("server_part", null, broken);
  const step = stepOf(await checkServer(deps));
  // The server has just answered, so "does not answer" would be wrong.
  const noToken = step.status === "failed" && step.code === "server_unreachable";
  return noToken ? notWell("server_part", null, "access") : step;
}
