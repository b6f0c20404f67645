import "server-only";
import { demoPeople } from "@/lib/server/auth/demo";
import { hashPassword } from "@/lib/server/auth/password";
import { createPerson } from "@/lib/server/people/create";

/** Makes the demo people that are not there yet. For local mode only. */
export async function seed(): Promise<void> {
  for (const { username, displayName, password } of demoPeople) {
    await createPerson({ username, displayName, passwordHash: await hashPassword(password) });
  }
}
