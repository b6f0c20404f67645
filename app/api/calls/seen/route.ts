import { requirePerson } from "@/lib/server/auth";
import { markSeen } from "@/lib/server/calls/history";
import { handle, noContent } from "@/lib/server/http/http";

export const POST = handle(async () => {
  const me = await requirePerson();
  await markSeen(me.id);
  return noContent();
});
