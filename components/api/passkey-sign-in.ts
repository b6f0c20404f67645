import * as z from "zod/mini";
import { meSchema, passkeyQuestionSchema } from "@/lib/contracts";
import { announcePerson } from "@/lib/http/person-news";
import { request, send } from "./request";
import { showPasskey } from "./webauthn";

/** Starts a session as the person of a passkey, whom the browser lets the user choose. Throws RequestError or PasskeyProblem. */
export async function signInByPasskey(): Promise<void> {
  const question = await request("/api/passkeys/sign-in/options", passkeyQuestionSchema, { method: "POST" });
  await send("/api/passkeys/sign-in", { method: "POST", body: await showPasskey(question) });
  // The passkey knew who it is.
  announcePerson((await request("/api/me", z.pick(meSchema, { username: true }))).username);
}
