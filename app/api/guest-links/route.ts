import { guestLinkRequestSchema } from "@/lib/contracts";
import { createLink, listLinks } from "@/lib/server/guests/links";
import { json, jsonWithTag } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) =>
  jsonWithTag(request, { links: await listLinks(person.id) }),
);

export const POST = personRoute(async ({ person, request }) => {
  const wanted = await readJson(request, guestLinkRequestSchema);
  return json(await createLink(person.id, wanted), 201);
});
