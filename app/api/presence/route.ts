import { presenceBeatSchema } from "@/lib/contracts";
import { requireSession } from "@/lib/server/auth";
import { handle, noContent, readJson } from "@/lib/server/http/http";
import { takeBeat } from "@/lib/server/presence/presence";
import { keepHouse } from "@/lib/server/upkeep/keep-house";

export const POST = handle(async (request) => {
  const session = await requireSession();
  await takeBeat(session, await readJson(request, presenceBeatSchema));
  await keepHouse();
  return noContent();
});
