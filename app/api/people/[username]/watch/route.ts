import { noContent } from "@/lib/server/http/answers";
import { stopWatchingForBack, watchForBack } from "@/lib/server/people/back-watches";
import { tellBack } from "@/lib/server/people/tell-back";
import { afterAnswer } from "@/lib/server/routes/after-answer";
import { parseUsername } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const PUT = personRoute<"username">(async ({ person, params }) => {
  const watched = await watchForBack(person.id, parseUsername(params.username));
  // They may have come back at the same moment.
  afterAnswer(() => tellBack(watched));
  return noContent();
});

export const DELETE = personRoute<"username">(async ({ person, params }) => {
  await stopWatchingForBack(person.id, parseUsername(params.username));
  return noContent();
});
