import twilio from "twilio";

const { AccessToken } = twilio.jwt;
const { env } = process;

/** An access token with which a browser may call and be called. A real application asks first who this is. */
export function GET(request: Request): Response {
  const identity = new URL(request.url).searchParams.get("identity") ?? "alice";
  const token = new AccessToken(
    env.TWILIO_ACCOUNT_SID ?? "",
    env.TWILIO_API_KEY ?? "",
    env.TWILIO_API_SECRET ?? "",
    { identity },
  );
  token.addGrant(
    new AccessToken.VoiceGrant({ outgoingApplicationSid: env.TWILIO_TWIML_APP_SID, incomingAllow: true }),
  );
  return Response.json({ token: token.toJwt() });
}
