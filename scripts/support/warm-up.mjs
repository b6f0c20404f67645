import { createHmac, randomBytes } from "node:crypto";

/**
 * How often each webhook is sent. The engine compiles code once it has run for a while: the first call of a new server was
 * answered after 130 to 170 ms, and the twelve after it after 26 ms; with these, after 20 and 16 ms.
 */
const rounds = 60;

const sid = () => `CA${randomBytes(16).toString("hex")}`;

/** Nobody has this id: those of people are random. */
const nobody = "client:u_warmingupwarmingup00_warmingup";

/** Webhooks of one call that there is not, by a caller whom there is not, so that nothing is written. */
function webhooks(accountSid) {
  const call = sid();
  const common = { AccountSid: accountSid, ApiVersion: "2010-04-01" };
  return [
    {
      path: "/api/voice/call",
      form: { ...common, CallSid: call, CallStatus: "ringing", From: nobody, To: "nobody", anonymous: "0" },
    },
    {
      path: "/api/voice/status",
      form: {
        ...common,
        CallSid: sid(),
        ParentCallSid: call,
        CallStatus: "ringing",
        To: nobody,
        SequenceNumber: "1",
        Timestamp: new Date().toUTCString(),
      },
    },
  ];
}

/** https://www.twilio.com/docs/usage/security#validating-requests */
function signatureOf(authToken, url, form) {
  const text = Object.keys(form)
    .sort()
    .reduce((sum, name) => sum + name + form[name], url);
  return createHmac("sha1", authToken).update(text).digest("base64");
}

/**
 * Runs the code of a call's webhooks before somebody who calls has to wait for it: sends some to the app, one after the other.
 * Ends at once if the app does not take one, as where it is not configured. Never rejects.
 *
 * @param {string} address where the app listens, such as `http://127.0.0.1:3000`
 * @param {Record<string, string | undefined>} env the configuration of the app
 * @returns {Promise<number>} how many were taken
 */
export async function warmUp(address, { TWILIO_AUTH_TOKEN, TWILIO_ACCOUNT_SID, APP_URL }) {
  if (!TWILIO_AUTH_TOKEN || !TWILIO_ACCOUNT_SID || !APP_URL) return 0;
  const site = APP_URL.trim().replace(/\/$/, "");
  let taken = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const { path, form } of webhooks(TWILIO_ACCOUNT_SID)) {
      const headers = { "X-Twilio-Signature": signatureOf(TWILIO_AUTH_TOKEN, site + path, form) };
      try {
        const answer = await fetch(address + path, {
          method: "POST",
          headers,
          body: new URLSearchParams(form),
          redirect: "manual",
        });
        await answer.arrayBuffer();
        if (!answer.ok) return taken;
      } catch {
        return taken;
      }
      taken += 1;
    }
  }
  return taken;
}
