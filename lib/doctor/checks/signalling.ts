import "server-only";
import type { Env } from "@/lib/env";
import { NoAnswer } from "@/lib/rest/bounded-request";
import { signVoiceToken } from "@/lib/server/voice/sign-voice-token";
import type { SetupCheckUp } from "../base/check";
import { failed, ok } from "../base/finding";
import { identityOfNobody } from "../base/nobody";
import { accountFix } from "../base/provision-fix";
import { presentToken } from "../base/signalling-session";

/** Whether the voice network's signalling takes an access token that is made like those of people. */
export const signallingCheck: SetupCheckUp = {
  id: "signalling",
  after: ["environment"],
  async run({ env, limitMs }) {
    const url = signallingUrl(env);
    const { host } = new URL(url);
    const token = signVoiceToken(env, { identity: identityOfNobody(), seconds: 60, canBeRung: true });
    try {
      const verdict = await presentToken({ url, origin: env.APP_URL, token, limitMs });
      if (verdict.accepted) return ok(`${host} accepts an access token`);
      return failed("signalling_refused", {
        detail: `${host} refuses an access token (code ${verdict.code ?? "unknown"}): the API key or its secret is wrong, or this machine's clock is.`,
        fix: accountFix(
          env,
          "If the checks of the API key and the clock are good, set TWILIO_REGION and TWILIO_EDGE to where the key was made; else mend those first.",
        ),
        ...(verdict.code === null ? {} : { number: verdict.code }),
      });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return failed("signalling_unreachable", {
        detail: `The signalling service at ${host} cannot be reached: ${error.message}.`,
        fix:
          env.mode === "local"
            ? "Start the local voice gateway with `npm start`."
            : `Let this machine open WebSockets to https://${host} (port 443): look at its proxy and firewall, and at TWILIO_EDGE.`,
      });
    }
  },
};

/**
 * Where browsers connect: the local gateway, or Twilio's host for the edge, as the SDK builds it (`lib/twilio/regions.ts`
 * of `@twilio/voice-sdk`).
 */
export function signallingUrl({ VOICE_GATEWAY_URL, TWILIO_EDGE }: Env): string {
  return VOICE_GATEWAY_URL ?? `wss://voice-js.${TWILIO_EDGE ?? "roaming"}.twilio.com/signal`;
}
