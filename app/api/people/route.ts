import { signUpSchema } from "@/lib/contracts";
import { rememberDevice, signUp } from "@/lib/server/auth";
import { json, jsonWithTag, withCookie } from "@/lib/server/http/answers";
import { clientAddress } from "@/lib/server/http/client-address";
import { readJson } from "@/lib/server/http/read-body";
import { listPeople } from "@/lib/server/people/directory";
import { personRoute } from "@/lib/server/routes/person-route";
import { publicRoute } from "@/lib/server/routes/public-route";

export const GET = personRoute(async ({ person, request }) => {
  const q = new URL(request.url).searchParams.get("q") ?? "";
  return jsonWithTag(request, await listPeople(person.id, q));
});

export const POST = publicRoute(async (request) => {
  const person = await readJson(request, signUpSchema);
  const { id, recoveryCodes } = await signUp(person, clientAddress(request.headers));
  const answer = json({ username: person.username, recoveryCodes }, 201);
  return withCookie(answer, await rememberDevice(request.headers, id));
});
