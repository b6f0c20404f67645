import { expect, test } from "vitest";
import { isInsights, toLocalUrl } from "./local-signalling";

const gateway = "ws://localhost:3001/signal";

test.each([
  ["wss://voice-js.roaming.twilio.com/signal", "ws://localhost:3001/signal?edge=roaming"],
  ["wss://voice-js.ashburn-ix.twilio.com/signal", "ws://localhost:3001/signal?edge=ashburn-ix"],
  ["wss://chunderw-vpc-gll.twilio.com/signal", "ws://localhost:3001/signal?edge=roaming"],
  ["wss://chunderw-vpc-gll-ie1.twilio.com/signal", "ws://localhost:3001/signal?edge=ie1"],
  ["wss://chunderw-gll-us1-ix.twilio.com/signal", "ws://localhost:3001/signal?edge=us1-ix"],
])("the SDK's socket %s goes to the gateway", (url, local) => {
  expect(String(toLocalUrl(url, gateway))).toBe(local);
});

test.each([
  "ws://localhost:3000/_next/webpack-hmr",
  "wss://example.com/signal",
  "wss://voice-js.roaming.twilio.com.example.com/signal",
  "wss://chunderw-vpc-gll.twilio.com.example.com/signal",
])("%s stays as it is", (url) => {
  expect(toLocalUrl(url, gateway)).toBe(url);
});

test.each([
  ["https://eventgw.twilio.com/v4/EndpointEvents", true],
  ["https://eventgw.us1.twilio.com/v4/EndpointMetrics", true],
  ["https://example.com/eventgw.twilio.com", false],
  ["/api/presence", false],
])("%s is a report to Twilio: %s", (url, is) => {
  expect(isInsights(url)).toBe(is);
});
