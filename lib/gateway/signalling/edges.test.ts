import { expect, test } from "vitest";
import { edgeFacts, requestedEdge } from "./edges";

const url = (query = "") => new URL(`http://gateway/signal${query}`);

test.each([
  ["voice-js.dublin.twilio.com", "dublin"],
  ["voice-js.dublin.twilio.com:3001", "dublin"],
  ["voice-js.dublin-ix.twilio.com", "dublin-ix"],
  ["voice-js.roaming.twilio.com", "ashburn"],
  // The SDK before 2.3.0, and the library before it.
  ["chunderw-vpc-gll.twilio.com", "ashburn"],
  ["chunderw-vpc-gll-us1.twilio.com", "ashburn"],
  ["chunderw-vpc-gll-ie1.twilio.com", "dublin"],
  ["chunderw-vpc-gll-ie1-tnx.twilio.com:3001", "london-ix"],
  ["chunderw-gll-jp1.twilio.com", "tokyo"],
  ["chunderw-vpc-gll-ie1.twilio.com.example.com", "ashburn"],
  ["localhost:3001", "ashburn"],
  [undefined, "ashburn"],
])("a socket to %s asks for %s", (host, edge) => {
  expect(requestedEdge(url(), host)).toBe(edge);
});

test.each([
  ["?edge=tokyo", "tokyo"],
  ["?edge=jp1", "tokyo"],
  ["?edge=au1-ix", "sydney-ix"],
  ["?edge=", "ashburn"],
  ["?edge=roaming", "ashburn"],
  ["?edge=%3Cb%3E", "ashburn"],
])("the query %s asks for %s, whatever the host", (query, edge) => {
  expect(requestedEdge(url(query), "voice-js.dublin.twilio.com")).toBe(edge);
});

test("an edge that is not known is in the region of the nearest one", () => {
  expect(edgeFacts("nowhere")).toEqual({ edge: "nowhere", region: "US_EAST_VIRGINIA", home: "us1" });
});

test("an edge that an older host named by its region is reported with that region", () => {
  expect(edgeFacts(requestedEdge(url(), "chunderw-vpc-gll-sg1.twilio.com"))).toMatchObject({
    edge: "singapore",
    region: "ASIAPAC_SINGAPORE",
  });
});
