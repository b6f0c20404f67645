import { requirePerson } from "@/lib/server/auth";
import { handle, noContent, type RouteParams } from "@/lib/server/http/http";
import { unblock } from "@/lib/server/people/blocks";

export const DELETE = handle(async (_request, { params }: RouteParams<"id">) => {
  const me = await requirePerson();
  await unblock(me.id, (await params).id);
  return noContent();
});
