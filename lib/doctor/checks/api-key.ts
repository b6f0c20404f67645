import "server-only";
import type { SetupCheckUp } from "../base/check";
import { failed, ok } from "../base/finding";
import { accountFix } from "../base/provision-fix";
import { noRestAnswer, restTrouble, strangeAnswer } from "../base/rest-failure";

/** Whether Twilio takes the API key. It signs access tokens, and ends calls. */
export const apiKeyCheck: SetupCheckUp = {
  id: "api_key",
  after: ["environment"],
  async run({ env, application }) {
    try {
      const answer = await application();
      const trouble = restTrouble(answer) ?? strangeAnswer(answer, env.TWILIO_TWIML_APP_SID, env);
      if (trouble) return trouble;
      if (answer.status === 401 || answer.status === 403) {
        return failed("api_key_refused", {
          detail: `Twilio refuses TWILIO_API_KEY with TWILIO_API_SECRET (status ${answer.status}, code ${answer.code ?? "unknown"}): the key was revoked, its secret is another, or it is of another account or region.`,
          fix: accountFix(env, "Type `npm run twilio:provision`, which makes a new API key."),
          number: answer.code ?? answer.status,
        });
      }
      return ok("accepted");
    } catch (error) {
      return noRestAnswer(error, env);
    }
  },
};
