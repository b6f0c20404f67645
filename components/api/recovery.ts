import type { Recovery } from "@/lib/contracts";
import { announcePerson } from "@/lib/http/person-news";
import { send } from "./request";

/** Sets a new password by a recovery code, and starts a session. Throws RequestError. */
export async function recoverAccount(given: Recovery): Promise<void> {
  await send("/api/recovery", { method: "POST", body: given });
  announcePerson(given.username);
}
