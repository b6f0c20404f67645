import "server-only";
import { randomBytes } from "node:crypto";
// By its own path: the package's entry loads the REST client, which costs 170 ms and 65 MB.
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { apiErrorSchema } from "@/lib/contracts";
import type { Env } from "@/lib/env";
import { type BoundedAnswer, boundedRequest, NoAnswer } from "@/lib/rest/bounded-request";
import type { SetupCheckUp } from "../base/check";
import { type Finding, failed, ok } from "../base/finding";
import { identityOfNobody } from "../base/nobody";

/** A call's TwiML has at most 4 KB. */
const bodyLimit = 16 * 1024;

/**
 * Whether the app answers a request that is signed as Twilio signs it, through the public address, and refuses a forged
 * one. The caller is an identity of nobody, which is refused without a row or a ring: the TwiML is a `<Reject>`.
 */
export const webhookCheck: SetupCheckUp = {
  id: "webhook",
  after: ["app_url"],
  async run({ env, limitMs }) {
    const form = voiceRequest(env);
    // The two requests share the time.
    const half = Math.floor(limitMs / 2);
    try {
      const url = `${env.APP_URL}/api/voice/call`;
      const right = getExpectedTwilioSignature(env.TWILIO_AUTH_TOKEN, url, form);
      const trouble = explain(await ask(url, form, right, half), env);
      if (trouble) return trouble;
      // Of the right length and form, and of another key.
      const wrong = getExpectedTwilioSignature(randomBytes(16).toString("hex"), url, form);
      const { status } = await ask(url, form, wrong, half);
      if (status === 403) return ok("answers Twilio's signature with TwiML, and refuses a forged one");
      return failed("webhook_forgery", {
        detail: `The app answers a request with a forged signature with status ${status}, not 403.`,
        fix: "Take the app off the internet until the build that runs there is one of yours: anybody could place calls.",
        number: status,
      });
    } catch (error) {
      return noWebhookAnswer(error, env);
    }
  },
};

/** The parameters of Twilio's request to the voice URL: https://www.twilio.com/docs/voice/twiml#request-parameters */
function voiceRequest({ TWILIO_ACCOUNT_SID, TWILIO_TWIML_APP_SID }: Env): Record<string, string> {
  const caller = `client:${identityOfNobody()}`;
  return {
    AccountSid: TWILIO_ACCOUNT_SID,
    ApplicationSid: TWILIO_TWIML_APP_SID,
    ApiVersion: "2010-04-01",
    CallSid: `CA${randomBytes(16).toString("hex")}`,
    CallStatus: "ringing",
    Direction: "inbound",
    From: caller,
    Caller: caller,
    To: "",
    Called: "",
  };
}

function ask(url: string, form: Record<string, string>, signature: string, limitMs: number) {
  return boundedRequest(url, {
    method: "POST",
    headers: { "x-twilio-signature": signature },
    form: new URLSearchParams(form),
    limitMs,
    bodyLimit,
  });
}

/** What is wrong with the answer to a request that is signed rightly; undefined if it is our TwiML. */
function explain(answer: BoundedAnswer, env: Env): Finding | undefined {
  const { status, headers, text } = answer;
  const number = status;
  const type = headers.get("content-type") ?? "";
  if (status === 200 && /\bxml\b/i.test(type) && text.includes("<Response>")) return undefined;
  if (status >= 300 && status < 400) return redirected(answer, env);
  const code = errorCode(text);
  if (status === 403 && code === "bad_signature") {
    return failed("webhook_refused", {
      detail: `The app refuses a signature for ${env.APP_URL} made with TWILIO_AUTH_TOKEN: it runs with another APP_URL or auth token than these settings, or a proxy changes the path.`,
      fix: "Give the running app the same APP_URL and TWILIO_AUTH_TOKEN as here, and start it again (on Vercel: deploy again).",
      number,
    });
  }
  if (status === 403 && code === "forbidden") {
    return failed("webhook_other_account", {
      detail: "The running app has another TWILIO_ACCOUNT_SID or TWILIO_TWIML_APP_SID than these settings.",
      fix: "Give the running app the same TWILIO_* values as here, and start it again (on Vercel: deploy again).",
      number,
    });
  }
  if (status === 401 || status === 403) {
    return failed("webhook_protected", {
      detail: `Something in front of the app refuses requests (status ${status}) before the app sees them.`,
      fix: "Turn off what asks for a sign-in or blocks robots there, at least for /api/voice/ (on Vercel: Settings, Deployment Protection).",
      number,
    });
  }
  if (status >= 500) {
    return failed("webhook_failing", {
      detail: `${env.APP_URL} answers with status ${status}.`,
      fix:
        code === undefined
          ? "Start the app, and look at the log of the proxy in front of it."
          : "Look at the app's log: the line of this request says what failed.",
      number,
    });
  }
  return failed("webhook_other_app", {
    detail: `${env.APP_URL}/api/voice/call answers with status ${status} and ${kindOf(type)}, not with this app's TwiML: another app is there.`,
    fix: "Correct APP_URL, or let its host lead to this app; then type `npm run twilio:provision`.",
    number,
  });
}

function redirected({ status, headers }: BoundedAnswer, env: Env): Finding {
  const location = headers.get("location") ?? "";
  const base = `${env.APP_URL}/api/voice/call`;
  const url = URL.canParse(location, base) ? new URL(location, base) : null;
  // Others, such as data:, have no origin that APP_URL could be.
  const target = url && /^https?:$/.test(url.protocol) ? url.origin : null;
  const elsewhere = target !== null && target !== env.APP_URL;
  return failed("webhook_redirect", {
    detail: `${env.APP_URL} redirects (status ${status})${elsewhere ? ` to ${target}` : ""}; a signature holds for one address only.`,
    fix: elsewhere
      ? `Set APP_URL to ${target} if that is this app, then type \`npm run twilio:provision\`; otherwise stop the redirect.`
      : "Stop the redirect of /api/voice/ in the proxy in front of the app.",
    number: status,
  });
}

function noWebhookAnswer(error: unknown, env: Env): Finding {
  if (!(error instanceof NoAnswer)) throw error;
  if (error.kind === "tls") {
    return failed("webhook_tls", {
      detail: `The certificate of ${env.APP_URL} is not one that Twilio accepts: ${error.message}.`,
      fix: "Install a valid certificate for that host with its whole chain (Caddy and Let's Encrypt do so by themselves).",
    });
  }
  return failed("webhook_unreachable", {
    detail: `${env.APP_URL} cannot be reached: ${error.message}.`,
    fix:
      env.mode === "local"
        ? "Start the app with `npm start`."
        : "Start the app, and let the proxy and the firewall lead the host of APP_URL to it.",
  });
}

function errorCode(text: string): string | undefined {
  try {
    return apiErrorSchema.safeParse(JSON.parse(text)).data?.error.code;
  } catch {
    return undefined;
  }
}

function kindOf(type: string): string {
  return /html/i.test(type) ? "a web page" : "something else";
}
