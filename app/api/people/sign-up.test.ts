import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { createInvitation } from "@/lib/server/operator/invitations";
import { setSwitch } from "@/lib/server/operator/switches";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { people } from "../_testing/routes";

startApp();
afterEach(() => setSwitch("sign_up", null));

async function signUp(username: string, invitation?: unknown): Promise<string> {
  const json = { username, displayName: username, password: "correct horse battery", invitation };
  const headers = { "x-forwarded-for": randomUUID() };
  const response = await new Browser().send(people.POST, "/api/people", { json, headers });
  const body = await response.json();
  return `${response.status} ${body.error?.code ?? body.username}`;
}

test("an account is refused with the reason while sign-up is closed or by invitation", async () => {
  expect(await signUp("ann")).toBe("201 ann");
  await setSwitch("sign_up", "closed");
  expect(await signUp("ben")).toBe("403 sign_up_closed");
  await setSwitch("sign_up", "invitation");
  expect(await signUp("ben")).toBe("403 invitation_needed");
  expect(await signUp("ben", "not a code")).toBe("403 invitation_needed");
  expect(await signUp("ben", "x".repeat(65))).toBe("400 bad_request");
  expect(await signUp("ben", 7)).toBe("400 bad_request");
  const code = await createInvitation({ uses: 1, days: 1 });
  expect(await signUp("ben", code)).toBe("201 ben");
  expect(await signUp("cat", code)).toBe("403 invitation_needed");
});
