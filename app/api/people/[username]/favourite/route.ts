import { noContent } from "@/lib/server/http/answers";
import { addFavourite, removeFavourite } from "@/lib/server/people/favourites";
import { parseUsername } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute<"username">(async ({ person, params }) => {
  await addFavourite(person.id, parseUsername(params.username));
  return noContent();
});

export const DELETE = personRoute<"username">(async ({ person, params }) => {
  await removeFavourite(person.id, parseUsername(params.username));
  return noContent();
});
