import { requirePerson } from "@/lib/server/auth";
import { handle, json, type RouteParams } from "@/lib/server/http/http";
import { findPerson } from "@/lib/server/people/directory";
import { parseUsername } from "@/lib/server/people/username";

export const GET = handle(async (_request, { params }: RouteParams<"username">) => {
  const me = await requirePerson();
  const username = parseUsername((await params).username);
  return json({ person: await findPerson(me.id, username) });
});
