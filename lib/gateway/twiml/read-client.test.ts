import { expect, test } from "vitest";
import { readTwiml, readVerb } from "./testing/read-twiml";

const client = (xml: string) => readVerb("Dial", `<Dial>${xml}</Dial>`).clients[0];
const warningsOf = (xml: string) => readTwiml(`<Dial>${xml}</Dial>`).warnings;

test("<Client> has Twilio's defaults", () => {
  expect(client("<Client> bob </Client>")).toEqual({
    identity: "bob",
    parameters: [],
    url: undefined,
    statusCallback: undefined,
    statusCallbackEvents: new Set(["completed"]),
  });
});

test("<Client> may have its identity and parameters as children", () => {
  const xml =
    `<Client> <Identity> bob </Identity><Parameter name="a" value="1 &amp; 2"/>` +
    `<Parameter name="a" value="我"/></Client>`;
  expect(client(xml)).toMatchObject({
    identity: "bob",
    parameters: [
      ["a", "1 & 2"],
      ["a", "我"],
    ],
  });
  expect(warningsOf(xml)).toEqual([]);
});

test.each([
  [`url="/hear"`, { url: { url: "https://app.test/hear", method: "POST" } }],
  [`url="/hear" method="GET"`, { url: { url: "https://app.test/hear", method: "GET" } }],
  [`statusCallback="/s"`, { statusCallback: { url: "https://app.test/s", method: "POST" } }],
  [
    `statusCallback="/s" statusCallbackMethod="GET"`,
    { statusCallback: { url: "https://app.test/s", method: "GET" } },
  ],
  [`statusCallbackEvent="answered  initiated"`, { statusCallbackEvents: new Set(["initiated", "answered"]) }],
])("<Client %s> is read", (attributes, fields) => {
  expect(client(`<Client ${attributes}>bob</Client>`)).toMatchObject(fields);
  expect(warningsOf(`<Client ${attributes}>bob</Client>`)).toEqual([]);
});

test("events that Twilio does not know are left out with a warning", () => {
  const some = `<Client statusCallbackEvent="ringing yawned">bob</Client>`;
  expect(client(some)?.statusCallbackEvents).toEqual(new Set(["ringing"]));
  expect(warningsOf(some)).toEqual([expect.stringContaining("ringing counts")]);
  const none = `<Client statusCallbackEvent="yawned">bob</Client>`;
  expect(client(none)?.statusCallbackEvents).toEqual(new Set(["completed"]));
  expect(warningsOf(none)).toEqual([expect.stringContaining("completed counts")]);
});

test.each([
  [`<Client sendDigits="1">bob</Client>`, "<Client> has no attribute sendDigits"],
  [`<Client method="GET">bob</Client>`, "<Client> method has no effect without url"],
  ["<Client>bob<Identity>eve</Identity></Client>", "<Client> has text out of place"],
  ["<Client><Identity>a</Identity><Identity>b</Identity></Client>", "<Client> may not have <Identity>"],
  ["<Client><Identity>a</Identity><Say>b</Say></Client>", "<Client> may not have <Say>"],
  [`<Client><Identity>a</Identity><Parameter key="a"/></Client>`, "<Parameter> has no attribute key"],
])("%s gives a warning", (xml, warning) => {
  expect(warningsOf(xml)).toEqual([expect.stringContaining(warning)]);
});
