import { signUpSchema } from "@/lib/contracts";
import { signUp } from "@/lib/server/auth";
import { json } from "@/lib/server/http/answers";
import { clientAddress } from "@/lib/server/http/client-address";
import { readJson } from "@/lib/server/http/read-body";
import { listPeople } from "@/lib/server/people/directory";
import { personRoute } from "@/lib/server/routes/person-route";
import { publicRoute } from "@/lib/server/routes/public-route";

export const GET = personRoute(async ({ person, request }) => {
  const q = new URL(request.url).searchParams.get("q") ?? "";
  return json(await listPeople(person.id, q));
});

export const POST = publicRoute(async (request) => {
  const person = await readJson(request, signUpSchema);
  await signUp(person, clientAddress(request.headers));
  return json({ username: person.username }, 201);
});
