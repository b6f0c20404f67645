import { describe, expect, test } from "vitest";
import { readTwiml, readVerb } from "./testing/read-twiml";

const dial = (attributes: string, inside = "<Client>bob</Client>") =>
  readVerb("Dial", `<Dial ${attributes}>${inside}</Dial>`);
const warningsOf = (attributes: string, inside = "<Client>bob</Client>") =>
  readTwiml(`<Dial ${attributes}>${inside}</Dial>`).warnings;

test("<Dial> has Twilio's defaults", () => {
  expect(dial("")).toEqual({
    verb: "Dial",
    answerOnBridge: false,
    timeout: 30,
    timeLimit: 14_400,
    callerId: undefined,
    action: undefined,
    sequential: false,
    hangupOnStar: false,
    recording: undefined,
    clients: [expect.objectContaining({ identity: "bob" })],
    conference: undefined,
    unreachable: [],
  });
  expect(warningsOf("")).toEqual([]);
});

test.each([
  [`answerOnBridge="true"`, { answerOnBridge: true }],
  [`answerOnBridge="True"`, { answerOnBridge: true }],
  [`timeout="12"`, { timeout: 12 }],
  [`timeLimit="60"`, { timeLimit: 60 }],
  [`callerId="client:x"`, { callerId: "client:x" }],
  [`action="done?y=2"`, { action: { url: "https://app.test/done?y=2", method: "POST" } }],
  [`action="/done" method="get"`, { action: { url: "https://app.test/done", method: "GET" } }],
  [`sequential="true"`, { sequential: true }],
  [`hangupOnStar="true"`, { hangupOnStar: true }],
])("<Dial %s> is read", (attributes, fields) => {
  expect(dial(attributes)).toMatchObject(fields);
  expect(warningsOf(attributes)).toEqual([]);
});

test.each([
  [`timeout="4"`, { timeout: 5 }],
  [`timeout="601"`, { timeout: 600 }],
  [`timeout="soon"`, { timeout: 30 }],
  [`timeout="20s"`, { timeout: 20 }],
  [`timeLimit="0"`, { timeLimit: 1 }],
  [`timeLimit="99999"`, { timeLimit: 14_400 }],
  [`sequential="maybe"`, { sequential: false }],
  [`hangupOnStar="1"`, { hangupOnStar: false }],
  [`record="yes"`, { recording: undefined }],
  [`action="/x" method="PUT"`, { action: { url: "https://app.test/x", method: "POST" } }],
])("<Dial %s>: a value that is not valid gives way, with a warning", (attributes, fields) => {
  expect(dial(attributes)).toMatchObject(fields);
  expect(warningsOf(attributes)).toEqual([expect.stringContaining("has no valid value")]);
});

describe("record", () => {
  test.each([
    ["do-not-record", undefined],
    ["false", undefined],
    ["true", { from: "answer", channels: 1 }],
    ["record-from-answer", { from: "answer", channels: 1 }],
    ["record-from-ringing", { from: "ringing", channels: 1 }],
    ["record-from-answer-dual", { from: "answer", channels: 2 }],
    ["record-from-ringing-dual", { from: "ringing", channels: 2 }],
  ])("%s is read", (record, expected) => {
    const whole = expected && { ...expected, track: "both", trim: "do-not-trim", callback: undefined };
    expect(dial(`record="${record}"`).recording).toEqual(whole);
    expect(warningsOf(`record="${record}"`)).toEqual([]);
  });

  test("has a track, a trim and a callback", () => {
    const attributes =
      `record="true" recordingTrack="inbound" trim="trim-silence" recordingStatusCallback="/rec" ` +
      `recordingStatusCallbackMethod="GET" recordingStatusCallbackEvent="in-progress absent"`;
    expect(dial(attributes).recording).toEqual({
      from: "answer",
      channels: 1,
      track: "inbound",
      trim: "trim-silence",
      callback: {
        url: "https://app.test/rec",
        method: "GET",
        events: new Set(["in-progress", "absent"]),
      },
    });
  });

  test("what belongs to a recording is named when there is none", () => {
    expect(warningsOf(`recordingTrack="both" recordingStatusCallback="/rec"`)).toEqual([
      "<Dial> recordingTrack has no effect without record",
      "<Dial> recordingStatusCallback has no effect without record",
    ]);
  });
});

test.each([
  "ringTone",
  "callReason",
  "events",
  "passports",
  "referUrl",
  "referMethod",
  "recordingConfigurationId",
])("%s is named as not carried out", (name) => {
  expect(warningsOf(`${name}="us"`)).toEqual([`<Dial> ${name} is not carried out here`]);
});

test("a method without an action is named", () => {
  expect(warningsOf(`method="GET"`)).toEqual(["<Dial> method has no effect without action"]);
});

describe("the nouns of <Dial>", () => {
  test("are at most ten clients, with a warning", () => {
    const clients = Array.from({ length: 12 }, (_, n) => `<Client>c${n}</Client>`).join("");
    expect(dial("", clients).clients.map(({ identity }) => identity)).toEqual(
      Array.from({ length: 10 }, (_, n) => `c${n}`),
    );
    expect(warningsOf("", clients)).toEqual([expect.stringContaining("more than 10 <Client>")]);
  });

  test("are listed when the gateway does not reach them", () => {
    const nouns = "<Number>+1555</Number><Sip>sip:a@b</Sip><Client>bob</Client>";
    expect(dial("", nouns)).toMatchObject({
      clients: [{ identity: "bob" }],
      unreachable: ["<Number>", "<Sip>"],
    });
    expect(dial("", "+15551234567").unreachable).toEqual(["a phone number"]);
    expect(dial("", "").unreachable).toEqual([]);
  });

  test("are skipped with a warning when Twilio does not know them", () => {
    expect(dial("", "<client>bob</client>")).toMatchObject({ clients: [], unreachable: [] });
    expect(warningsOf("", "<client>bob</client>")).toEqual([
      expect.stringContaining("<Dial> may not have <client>"),
    ]);
  });

  test("may have no text beside them", () => {
    expect(warningsOf("", "+1555<Client>bob</Client>")).toEqual([
      expect.stringContaining("<Dial> has text out of place"),
    ]);
  });

  test("give way to a conference, with a warning", () => {
    const mixed = "<Client>bob</Client><Conference>room</Conference><Number>+1555</Number>";
    expect(dial("", mixed)).toMatchObject({ clients: [], conference: { name: "room" }, unreachable: [] });
    expect(warningsOf("", mixed)).toEqual([expect.stringContaining("the conference alone counts")]);
  });

  test("a conference without a name cannot be reached", () => {
    expect(dial("", "<Conference/>")).toMatchObject({
      conference: undefined,
      unreachable: ["<Conference> without a name"],
    });
  });
});
