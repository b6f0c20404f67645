import "server-only";
import type { SetupCheckUp } from "../base/check";
import { failed, ok } from "../base/finding";
import { accountFix } from "../base/provision-fix";

/**
 * Whether the TwiML app exists and sends calls and their reports to this app: to one of the spellings of APP_URL for
 * which the webhooks take a signature.
 */
export const twimlAppCheck: SetupCheckUp = {
  id: "twiml_app",
  after: ["api_key"],
  async run({ env, application }) {
    const { status, body } = await application();
    const fix = accountFix(env, "Type `npm run twilio:provision`, which sets the TwiML app right.");
    if (status === 404) {
      return failed("twiml_app_missing", {
        detail: "The TwiML app of TWILIO_TWIML_APP_SID does not exist in this account.",
        fix: accountFix(env, "Type `npm run twilio:provision`, which makes a new TwiML app."),
      });
    }
    const isOurs = (url: unknown, path: string) => env.signedUrls.some((site) => url === `${site}${path}`);
    const isPost = (method: unknown) => typeof method === "string" && method.toUpperCase() === "POST";
    if (!isOurs(body?.voice_url, "/api/voice/call") || !isPost(body?.voice_method)) {
      return failed("twiml_app_voice_url", {
        detail: `The voice URL of the TwiML app is ${shown(body?.voice_method, body?.voice_url)}, not POST ${env.APP_URL}/api/voice/call.`,
        fix,
      });
    }
    if (!isOurs(body?.status_callback, "/api/voice/status") || !isPost(body?.status_callback_method)) {
      return failed("twiml_app_status_url", {
        detail: `The status callback of the TwiML app is ${shown(body?.status_callback_method, body?.status_callback)}, not POST ${env.APP_URL}/api/voice/status.`,
        fix,
      });
    }
    return ok(`sends calls to ${env.APP_URL}`);
  },
};

/** A URL of the answer, without what may be a secret in it: a password or a query. */
function shown(method: unknown, url: unknown): string {
  if (typeof url !== "string" || url === "") return "not set";
  if (!URL.canParse(url)) return "not an address";
  const { origin, pathname } = new URL(url);
  const verb = method === "GET" || method === "POST" ? method : "(unknown method)";
  return `${verb} ${origin}${pathname}`.slice(0, 200);
}
