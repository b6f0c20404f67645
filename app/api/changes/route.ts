import { changesQuerySchema } from "@/lib/contracts";
import { openChanges } from "@/lib/server/changes/open-changes";
import { parse } from "@/lib/server/http/read-body";
import { personRoute } from "@/lib/server/routes/person-route";

/** As long (s) as Vercel lets an answer last by default. The stream ends itself a little earlier. */
export const maxDuration = 300;

export const GET = personRoute(async ({ session, request }) => {
  const { searchParams } = new URL(request.url);
  return openChanges(session, parse(changesQuerySchema, Object.fromEntries(searchParams)));
});
