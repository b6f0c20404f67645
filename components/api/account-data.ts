import type { AccountDeletion } from "@/lib/contracts/account-data";
import { announcePerson } from "@/lib/http/person-news";
import { send } from "./request";

/** How long (ms) the file may take: it has every call that there ever was. */
const exportLimitMs = 300_000;

/** Everything that is stored of me, as a file with its name. Throws RequestError. */
export async function fetchMyData(): Promise<{ name: string; file: Blob }> {
  const answer = await send("/api/me/export", { limitMs: exportLimitMs });
  const [, name] = /filename="([\w.-]+)"/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
  return { name: name ?? "browser-phone.json", file: await answer.blob() };
}

/** Deletes my account. Throws RequestError `wrong_password`. */
export async function deleteAccount(proof: AccountDeletion): Promise<void> {
  await send("/api/me", { method: "DELETE", body: proof });
  announcePerson(null);
}
