import { endDevice } from "@/lib/server/auth";
import { noContent } from "@/lib/server/http/answers";
import { parseDeviceId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";

export const DELETE = personRoute<"id">(async ({ person, params }) => {
  await endDevice(person.id, parseDeviceId(params.id));
  return noContent();
});
