import { greetingContentType, greetingMaxBytes } from "@/lib/contracts";
import { AppError } from "@/lib/errors";
import { json, noContent } from "@/lib/server/http/answers";
import { readBytes } from "@/lib/server/http/read-body";
import { sound } from "@/lib/server/http/sound";
import { personRoute } from "@/lib/server/routes/person-route";
import { readOwnGreeting, removeGreeting, saveGreeting } from "@/lib/server/voicemail/greeting";

export const GET = personRoute(async ({ person, request }) =>
  sound(request, await readOwnGreeting(person.id)),
);

export const PUT = personRoute(async ({ person, request }) => {
  // A body of another type is not read at all.
  if (request.headers.get("content-type") !== greetingContentType) throw new AppError("bad_greeting");
  return json(await saveGreeting(person.id, await readBytes(request, greetingMaxBytes)));
});

export const DELETE = personRoute(async ({ person }) => {
  await removeGreeting(person.id);
  return noContent();
});
