import { handle, json } from "@/lib/server/http/http";
import { checkHealth } from "@/lib/server/upkeep/check-health";

/** Asked for at run time: its answer is about now. */
export const dynamic = "force-dynamic";

export const GET = handle(async () => {
  const health = await checkHealth();
  return json(health, health.status === "ok" ? 200 : 503);
});
