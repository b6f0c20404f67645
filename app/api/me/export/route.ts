import { exportAccount } from "@/lib/server/account/export-account";
import { download } from "@/lib/server/http/answers";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ session }) => {
  const { name, body } = await exportAccount(session);
  return download(name, "application/json", body);
});
