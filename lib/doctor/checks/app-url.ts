import "server-only";
import { isLoopback } from "@/lib/env";
import type { SetupCheckUp } from "../base/check";
import { failed, ok } from "../base/finding";
import { isPrivateAddress } from "../base/private-address";

/** Whether Twilio can reach the app's address: public, https, and known to the DNS. In local mode: this machine's. */
export const appUrlCheck: SetupCheckUp = {
  id: "app_url",
  after: ["environment"],
  async run({ env, machine }) {
    const { APP_URL, TWILIO_API_URL, mode } = env;
    const { protocol, hostname } = new URL(APP_URL);
    if (mode === "local") return ok(`${APP_URL}, this machine, as local mode has it`);
    const isStandIn = isLoopback(new URL(TWILIO_API_URL).hostname);
    if (isStandIn && isLoopback(hostname)) return ok(`${APP_URL}, as TWILIO_API_URL is on this machine too`);
    if (isLoopback(hostname) || isPrivateAddress(hostname)) {
      return failed("app_url_private", {
        detail: `APP_URL is ${APP_URL}, which Twilio cannot reach: it is an address of this machine or of a private network.`,
        fix: setAppUrl,
      });
    }
    if (protocol !== "https:") {
      return failed("app_url_http", {
        detail: `APP_URL is ${APP_URL}: browsers allow the microphone on https only, and Twilio's requests would travel unencrypted.`,
        fix: "Put TLS in front of the app, set APP_URL to the https address, then type `npm run twilio:provision`.",
      });
    }
    const addresses = await machine.lookUp(hostname.replace(/^\[|\]$/g, "")).catch(() => []);
    if (addresses.length === 0) {
      return failed("app_url_unresolved", {
        detail: `The host of APP_URL, ${hostname}, is not found in the DNS.`,
        fix: `Add a DNS record for ${hostname}, or correct APP_URL.`,
      });
    }
    if (addresses.every(isPrivateAddress)) {
      return failed("app_url_private", {
        detail: `The host of APP_URL, ${hostname}, leads to an address of a private network.`,
        fix: "Let the DNS record of that host name a public address, or correct APP_URL.",
      });
    }
    return ok(APP_URL);
  },
};

const setAppUrl =
  "Set APP_URL to the public https address of the app (a tunnel's will do), then type `npm run twilio:provision`.";
