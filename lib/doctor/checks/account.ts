import "server-only";
import type { SetupCheckUp } from "../base/check";
import { failed, ok } from "../base/finding";
import { accountFix } from "../base/provision-fix";
import { inactiveAccount, noRestAnswer, restTrouble, strangeAnswer } from "../base/rest-failure";

/**
 * Whether Twilio takes the account's SID and auth token, and the account is active. With a wrong auth token the app would
 * refuse every webhook, since Twilio signs them with the right one. An API key cannot tell: only the auth token (or a main
 * key) may read the account. https://www.twilio.com/docs/iam/api-keys/keys-in-console
 */
export const accountCheck: SetupCheckUp = {
  id: "account",
  after: ["environment"],
  async run({ env, ask }) {
    const credentials = { user: env.TWILIO_ACCOUNT_SID, password: env.TWILIO_AUTH_TOKEN };
    try {
      const answer = await ask(".json", credentials);
      const trouble = restTrouble(answer) ?? strangeAnswer(answer, env.TWILIO_ACCOUNT_SID, env);
      if (trouble) return trouble;
      if (!answer.ok) {
        // 20003 is the answer for a suspended account too: https://www.twilio.com/docs/api/errors/20003
        return failed("account_refused", {
          detail: `Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN (status ${answer.status}, code ${answer.code ?? "unknown"}): they do not belong together, or the account is suspended.`,
          fix: accountFix(
            env,
            "Copy both from the start page of https://console.twilio.com, then type `npm run twilio:provision`.",
          ),
          number: answer.code ?? answer.status,
        });
      }
      const { status, type } = answer.body ?? {};
      if (status !== undefined && status !== "active") {
        return inactiveAccount(status === "closed" ? "closed" : "suspended");
      }
      return ok(type === "Trial" ? "active, a trial account" : "active");
    } catch (error) {
      return noRestAnswer(error, env);
    }
  },
};
