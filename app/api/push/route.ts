import { pushSubscriptionSchema } from "@/lib/contracts";
import { requestLocale } from "@/lib/i18n/request-locale";
import { json, noContent } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { readPush, removeOwnPush, savePush } from "@/lib/server/push/subscriptions";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ session }) => json(await readPush(session)));

export const PUT = personRoute(async ({ session, request }) => {
  const subscription = await readJson(request, pushSubscriptionSchema);
  await savePush(session, subscription, await requestLocale());
  return noContent();
});

export const DELETE = personRoute(async ({ session }) => {
  await removeOwnPush(session);
  return noContent();
});
