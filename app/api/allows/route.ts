import { requirePerson } from "@/lib/server/auth";
import { handle, json } from "@/lib/server/http/http";
import { listAllowed } from "@/lib/server/people/allows";

export const GET = handle(async () => {
  const me = await requirePerson();
  return json({ people: await listAllowed(me.id) });
});
