import VoiceResponse from "twilio/lib/twiml/VoiceResponse";
import { describe, expect, test } from "vitest";
import { readDocument } from "./testing/read-twiml";

/**
 * Twilio's own library says which elements and attributes there are. `Required` makes the compiler ask for an attribute that
 * a newer library brings. No value is the default, so leaving one out must change the verb.
 */
const callback = {
  recordingConfigurationId: "x",
  recordingStatusCallback: "/recording",
  recordingStatusCallbackMethod: "GET" as const,
};
const dial: Required<VoiceResponse.DialAttributes> = {
  ...callback,
  action: "/done",
  answerOnBridge: true,
  callerId: "client:alice",
  events: "call-progress-event",
  hangupOnStar: true,
  method: "GET",
  passports: "x",
  record: "record-from-ringing-dual",
  recordingStatusCallbackEvent: ["in-progress", "absent"],
  recordingTrack: "inbound",
  referMethod: "GET",
  referUrl: "/refer",
  ringTone: "jp",
  sequential: true,
  timeLimit: 60,
  timeout: 10,
  trim: "trim-silence",
};
const client: Required<VoiceResponse.ClientAttributes> = {
  method: "GET",
  statusCallback: "/status",
  statusCallbackEvent: ["initiated", "ringing", "answered"],
  statusCallbackMethod: "GET",
  url: "/whisper",
};
const conference: Required<VoiceResponse.ConferenceAttributes> = {
  ...callback,
  beep: "onEnter",
  coach: "CA123",
  endConferenceOnExit: true,
  eventCallbackUrl: "/event",
  jitterBufferSize: "off",
  maxParticipants: 5,
  muted: true,
  participantLabel: "agent",
  record: "record-from-start",
  recordingStatusCallbackEvent: ["in-progress", "absent"],
  region: "ie1",
  startConferenceOnEnter: false,
  statusCallback: "/status",
  statusCallbackEvent: ["join", "leave"],
  statusCallbackMethod: "GET",
  trim: "do-not-trim",
  waitMethod: "GET",
  waitUrl: "/wait",
};
const say: Required<VoiceResponse.SayAttributes> = { language: "ja-JP", loop: 2, voice: "Polly.Amy" };
const play: Required<VoiceResponse.PlayAttributes> = { digits: "1w2", loop: 2 };
const pause: Required<VoiceResponse.PauseAttributes> = { length: 3 };
const gather: Required<VoiceResponse.GatherAttributes> = {
  action: "/keys",
  actionOnEmptyResult: true,
  bargeIn: false,
  debug: true,
  enhanced: true,
  finishOnKey: "*",
  hints: "yes",
  input: ["speech"],
  language: "ja-JP",
  maxSpeechTime: 9,
  method: "GET",
  numDigits: 4,
  partialResultCallback: "/partial",
  partialResultCallbackMethod: "GET",
  profanityFilter: false,
  speechModel: "x",
  speechTimeout: "3",
  timeout: 9,
};
const record: Required<VoiceResponse.RecordAttributes> = {
  ...callback,
  action: "/recorded",
  finishOnKey: "#",
  maxLength: 20,
  method: "GET",
  playBeep: false,
  recordingStatusCallbackEvent: ["in-progress", "absent"],
  timeout: 9,
  transcribe: true,
  transcribeCallback: "/text",
  trim: "do-not-trim",
};
const recording: Required<VoiceResponse.RecordingAttributes> = {
  ...callback,
  channels: "mono",
  recordingStatusCallbackEvent: ["in-progress", "absent"],
  track: "inbound",
  trim: "do-not-trim",
};
const start: Required<VoiceResponse.StartAttributes> = { action: "/started", method: "GET" };
const redirect: Required<VoiceResponse.RedirectAttributes> = { method: "GET" };
const reject: Required<VoiceResponse.RejectAttributes> = { reason: "busy" };

type Attributes = Record<string, unknown>;
type Build = (response: VoiceResponse, attributes: Attributes) => void;

/** Each element with all its attributes, and what makes a document of them. */
const ELEMENTS: readonly [name: string, attributes: Attributes, build: Build][] = [
  ["Dial", { ...dial }, (response, attributes) => response.dial(attributes).client("bob")],
  ["Client", { ...client }, (response, attributes) => response.dial().client(attributes, "bob")],
  ["Conference", { ...conference }, (response, attributes) => response.dial().conference(attributes, "room")],
  ["Say", { ...say }, (response, attributes) => response.say(attributes, "Hi")],
  ["Play", { ...play }, (response, attributes) => response.play(attributes)],
  ["Play", { loop: 2 }, (response, attributes) => response.play(attributes, "a.wav")],
  ["Pause", { ...pause }, (response, attributes) => response.pause(attributes)],
  ["Gather", { ...gather }, (response, attributes) => response.gather(attributes)],
  ["Record", { ...record }, (response, attributes) => response.record(attributes)],
  ["Recording", { ...recording }, (response, attributes) => response.start().recording(attributes)],
  ["Start", { ...start }, (response, attributes) => response.start(attributes).recording()],
  ["Redirect", { ...redirect }, (response, attributes) => response.redirect(attributes, "/next")],
  ["Reject", { ...reject }, (response, attributes) => response.reject(attributes)],
];

const build = (of: Build, attributes: Attributes) => {
  const response = new VoiceResponse();
  of(response, attributes);
  return readDocument(response.toString());
};

describe("of each attribute that Twilio's library offers, the verb or one warning tells", () => {
  const cases = ELEMENTS.flatMap(([element, attributes, of]) =>
    Object.keys(attributes).map((name) => ({ element, name, attributes, of })),
  );
  test.each(cases)("<$element $name>", ({ element, name, attributes, of }) => {
    const { [name]: _left, ...others } = attributes;
    const whole = build(of, attributes);
    const without = build(of, others);
    const notCarriedOut = `<${element}> ${name} is not carried out here`;
    const isNamed = whole.warnings.filter((warning) => warning === notCarriedOut).length;
    const isInVerb = JSON.stringify(whole.verbs, sets) !== JSON.stringify(without.verbs, sets);
    expect(isNamed + Number(isInVerb)).toBe(1);
    expect(whole.warnings.filter((warning) => warning.includes("12200"))).toEqual([]);
  });
});

/** So that sets can be compared as text. */
function sets(_key: string, value: unknown) {
  return value instanceof Set ? [...value] : value;
}

describe("of each element that Twilio's library offers, a verb or a warning tells", () => {
  const inDial = (response: VoiceResponse) => response.dial();
  const parents: readonly [name: string, open: (response: VoiceResponse) => object][] = [
    ["Response", (response) => response],
    ["Dial", inDial],
    ["Client", (response) => inDial(response).client()],
    ["Gather", (response) => response.gather()],
    ["Say", (response) => response.say("Hi")],
    ["Start", (response) => response.start()],
    ["Stop", (response) => response.stop()],
    ["Reject", (response) => response.reject()],
    ["Hangup", (response) => response.hangup()],
  ];
  const cases = parents.flatMap(([parent, open]) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(open(new VoiceResponse())))
      .filter((name) => !/^(constructor|comment.*)$/.test(name))
      .map((child) => ({ parent, child, open })),
  );

  test("the library offers many", () => {
    expect(cases.length).toBeGreaterThan(50);
  });

  test.each(cases)("<$parent><$child>", ({ open, child }) => {
    const empty = new VoiceResponse();
    open(empty);
    const response = new VoiceResponse();
    (open(response) as Record<string, (attributes: object, text: string) => void>)[child]?.({}, "abc");
    const before = readDocument(empty.toString());
    const after = readDocument(response.toString());
    expect(response.toString()).not.toBe(empty.toString());
    expect(JSON.stringify(after, sets)).not.toBe(JSON.stringify(before, sets));
    // Twilio's own library makes nothing that Twilio does not know; what must not be empty is empty here.
    expect(after.warnings.filter((warning) => /may not have|no TwiML verb/.test(warning))).toEqual([]);
  });
});
