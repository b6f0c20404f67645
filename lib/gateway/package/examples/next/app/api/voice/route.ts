import twilio from "twilio";

/** The Voice URL: answers a signed webhook with TwiML that calls the client that the page named. */
export async function POST(request: Request): Promise<Response> {
  const params = Object.fromEntries(new URLSearchParams(await request.text()));
  const signature = request.headers.get("x-twilio-signature") ?? "";
  // The address as Twilio or the gateway requested it, which a proxy may have changed in `request.url`.
  const url = `http://${request.headers.get("host")}/api/voice`;
  if (!twilio.validateRequest(process.env.TWILIO_AUTH_TOKEN ?? "", signature, url, params)) {
    return new Response(null, { status: 403 });
  }
  const twiml = new twilio.twiml.VoiceResponse();
  twiml.dial({ answerOnBridge: true }).client(params.To ?? "");
  return new Response(twiml.toString(), { headers: { "Content-Type": "text/xml" } });
}
