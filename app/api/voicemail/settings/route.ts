import { voicemailSwitchesSchema } from "@/lib/contracts";
import { json } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";
import { changeSettings, readSettings } from "@/lib/server/voicemail/settings";

export const GET = personRoute(async ({ person }) => json(await readSettings(person.id)));

export const PUT = personRoute(async ({ person, request }) =>
  json(await changeSettings(person.id, await readJson(request, voicemailSwitchesSchema))),
);
