import { json } from "@/lib/server/http/answers";
import { publicRoute } from "@/lib/server/routes/public-route";
import { checkHealth } from "@/lib/server/upkeep/check-health";

/** Run at each request, never at build time: the answer is about now. */
export const dynamic = "force-dynamic";

export const GET = publicRoute(
  async () => {
    const health = await checkHealth();
    return json(health, health.status === "ok" ? 200 : 503);
  },
  { answersUnconfigured: true },
);
