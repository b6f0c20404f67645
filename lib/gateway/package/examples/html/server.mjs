// A Twilio Voice project with Node.js alone: access tokens, TwiML, a page. Only `/local-gateway.js` is for the gateway.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import twilio from "twilio";

const { env } = process;
const port = Number(env.PORT ?? 3000);
const file = (path) => readFile(new URL(path, import.meta.url), "utf8");

/** An access token with which a browser may call and be called. */
function accessToken(identity) {
  const { AccessToken } = twilio.jwt;
  const token = new AccessToken(env.TWILIO_ACCOUNT_SID, env.TWILIO_API_KEY, env.TWILIO_API_SECRET, {
    identity,
  });
  token.addGrant(
    new AccessToken.VoiceGrant({ outgoingApplicationSid: env.TWILIO_TWIML_APP_SID, incomingAllow: true }),
  );
  return token.toJwt();
}

/** TwiML that calls the client that the page named. */
function twimlFor({ To }) {
  const response = new twilio.twiml.VoiceResponse();
  if (To) response.dial({ answerOnBridge: true }).client(To);
  else response.say("Nobody was called.");
  return response.toString();
}

/** The answer to a request: its type and text, or a status alone. */
async function answer(request, url) {
  if (url.pathname === "/token") {
    const identity = url.searchParams.get("identity");
    return identity
      ? { type: "application/json", text: JSON.stringify({ token: accessToken(identity) }) }
      : 400;
  }
  if (url.pathname === "/voice" && request.method === "POST") {
    let body = "";
    for await (const chunk of request) body += chunk;
    const params = Object.fromEntries(new URLSearchParams(body));
    const signature = request.headers["x-twilio-signature"] ?? "";
    if (!twilio.validateRequest(env.TWILIO_AUTH_TOKEN, signature, url.href, params)) return 403;
    return { type: "text/xml", text: twimlFor(params) };
  }
  if (url.pathname === "/") return { type: "text/html", text: await file("./index.html") };
  if (url.pathname === "/twilio.min.js") {
    return {
      type: "text/javascript",
      text: await file("./node_modules/@twilio/voice-sdk/dist/twilio.min.js"),
    };
  }
  if (url.pathname === "/local-gateway.js") {
    // Empty where calls go to Twilio.
    const text = env.VOICE_GATEWAY_URL
      ? `globalThis.voiceGatewayUrl = ${JSON.stringify(env.VOICE_GATEWAY_URL)};\n${await file("./local-gateway.js")}`
      : "";
    return { type: "text/javascript", text };
  }
  return 404;
}

const server = createServer(async (request, response) => {
  try {
    const reply = await answer(request, new URL(request.url ?? "/", `http://${request.headers.host}`));
    if (typeof reply === "number") response.writeHead(reply).end();
    else response.writeHead(200, { "Content-Type": reply.type }).end(reply.text);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});

server.listen(port, () => console.log(`The page: http://localhost:${server.address().port}/?identity=alice`));
