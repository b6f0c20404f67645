// A Twilio Voice project with Express. The page is that of the other example. Only `/local-gateway.js` is for the gateway.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import express from "express";
import twilio from "twilio";

const { env } = process;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const app = express();

app.get("/token", (request, response) => {
  const { AccessToken } = twilio.jwt;
  const identity = String(request.query.identity);
  const token = new AccessToken(env.TWILIO_ACCOUNT_SID, env.TWILIO_API_KEY, env.TWILIO_API_SECRET, {
    identity,
  });
  token.addGrant(
    new AccessToken.VoiceGrant({ outgoingApplicationSid: env.TWILIO_TWIML_APP_SID, incomingAllow: true }),
  );
  response.json({ token: token.toJwt() });
});

// `twilio.webhook()` checks the signature with TWILIO_AUTH_TOKEN, here as at Twilio.
app.post("/voice", express.urlencoded({ extended: false }), twilio.webhook(), (request, response) => {
  const twiml = new twilio.twiml.VoiceResponse();
  twiml.dial({ answerOnBridge: true }).client(request.body.To);
  response.type("text/xml").send(twiml.toString());
});

app.get("/local-gateway.js", async (_request, response) => {
  response.type("text/javascript");
  if (!env.VOICE_GATEWAY_URL) return response.send("");
  const redirect = await readFile(path("../html/local-gateway.js"), "utf8");
  return response.send(`globalThis.voiceGatewayUrl = ${JSON.stringify(env.VOICE_GATEWAY_URL)};\n${redirect}`);
});
app.get("/", (_request, response) => response.sendFile(path("../html/index.html")));
app.use(express.static(path("./node_modules/@twilio/voice-sdk/dist")));

const server = app.listen(Number(env.PORT ?? 3000), () =>
  console.log(`The page: http://localhost:${server.address().port}/?identity=alice`),
);
