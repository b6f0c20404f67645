import { presenceBeatSchema } from "@/lib/contracts";
import { requireSession } from "@/lib/server/auth";
import { keepHouse } from "@/lib/server/housekeeping";
import { handle, noContent, readJson } from "@/lib/server/http";
import { takeBeat } from "@/lib/server/presence";

export const POST = handle(async (request) => {
  const session = await requireSession();
  await takeBeat(session, await readJson(request, presenceBeatSchema));
  await keepHouse();
  return noContent();
});
