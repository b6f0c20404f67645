import { signUpSchema } from "@/lib/contracts";
import { requirePerson, signUp } from "@/lib/server/auth";
import { clientAddress } from "@/lib/server/http/client-address";
import { handle, json, readJson } from "@/lib/server/http/http";
import { listPeople } from "@/lib/server/people/directory";

export const GET = handle(async (request) => {
  const me = await requirePerson();
  const q = new URL(request.url).searchParams.get("q") ?? "";
  return json(await listPeople(me.id, q));
});

export const POST = handle(async (request) => {
  const person = await readJson(request, signUpSchema);
  await signUp(person, clientAddress(request.headers));
  return json({ username: person.username }, 201);
});
