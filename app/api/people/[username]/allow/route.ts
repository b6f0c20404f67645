import { requirePerson } from "@/lib/server/auth";
import { handle, noContent, type RouteParams } from "@/lib/server/http/http";
import { allow, disallow } from "@/lib/server/people/allows";
import { parseUsername } from "@/lib/server/people/username";

export const PUT = handle(async (_request, { params }: RouteParams<"username">) => {
  const me = await requirePerson();
  await allow(me.id, parseUsername((await params).username));
  return noContent();
});

export const DELETE = handle(async (_request, { params }: RouteParams<"username">) => {
  const me = await requirePerson();
  await disallow(me.id, parseUsername((await params).username));
  return noContent();
});
