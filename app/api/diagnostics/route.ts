import { setupForPeople } from "@/lib/doctor/for-people";
import { json } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async () => json(await setupForPeople()));
