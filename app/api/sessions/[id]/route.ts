import { endDevice } from "@/lib/server/auth";
import { noContent } from "@/lib/server/http/answers";
import { parseDeviceId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";
import { endCallsOf } from "@/lib/server/voice/end-calls";

export const DELETE = personRoute<"id">(async ({ person, params }) => {
  await endCallsOf(await endDevice(person.id, parseDeviceId(params.id)));
  return noContent();
});
