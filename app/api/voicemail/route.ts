import { jsonWithTag } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";
import { listMessages } from "@/lib/server/voicemail/messages";

export const GET = personRoute(async ({ person, request }) =>
  jsonWithTag(request, { messages: await listMessages(person.id) }),
);
