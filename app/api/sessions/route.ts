import { endAllSessions, requirePerson } from "@/lib/server/auth";
import { handle, noContent } from "@/lib/server/http/http";

export const DELETE = handle(async () => {
  const me = await requirePerson();
  await endAllSessions(me.id);
  return noContent();
});
