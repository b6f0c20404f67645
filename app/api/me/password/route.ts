import { passwordChangeSchema } from "@/lib/contracts";
import { changePassword, requireSession } from "@/lib/server/auth";
import { handle, noContent, readJson } from "@/lib/server/http/http";

export const PUT = handle(async (request) => {
  const session = await requireSession();
  await changePassword(session, await readJson(request, passwordChangeSchema));
  return noContent();
});
