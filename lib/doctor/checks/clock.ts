import "server-only";
import type { SetupCheckUp } from "../base/check";
import { compareClocks } from "../base/compare-clocks";
import { ok, skipped } from "../base/finding";

/**
 * Whether this machine's clock agrees with Twilio's, by the `Date` of its answer. An access token has the time of its
 * making and of its end in it, so with a wrong clock Twilio refuses every one.
 */
export const clockCheck: SetupCheckUp = {
  id: "clock",
  after: ["environment"],
  async run({ env, application }) {
    const answer = await application().catch(() => null);
    if (typeof answer?.serverTime !== "number")
      return skipped("There is no answer of the REST interface to compare it with.");
    const compared = compareClocks({
      sent: answer.sentAt,
      received: answer.receivedAt,
      other: answer.serverTime,
      stepMs: 1_000,
    });
    const found = compared.finding("clock_off", {
      whose: env.mode === "local" ? "the local gateway's" : "Twilio's",
      fix: "Let this machine take its time from the network: `timedatectl set-ntp true`.",
    });
    return found ?? ok("agrees with the voice network");
  },
};
