import { expect, test } from "vitest";
import { readTwiml, readVerb } from "./testing/read-twiml";

const xml = (attributes: string) => `<Dial><Conference ${attributes}> room 1 </Conference></Dial>`;
const conference = (attributes: string) => readVerb("Dial", xml(attributes)).conference;

test("<Conference> has Twilio's defaults", () => {
  expect(conference("")).toEqual({
    name: "room 1",
    muted: false,
    startConferenceOnEnter: true,
    endConferenceOnExit: false,
    beep: "true",
    wait: "music",
    maxParticipants: 250,
    coach: undefined,
    label: undefined,
    record: false,
    trim: "trim-silence",
    recordingStatusCallback: undefined,
    statusCallback: undefined,
    statusCallbackEvents: new Set(),
  });
  expect(readTwiml(xml("")).warnings).toEqual([]);
});

test.each([
  [`muted="true"`, { muted: true }],
  [`startConferenceOnEnter="false"`, { startConferenceOnEnter: false }],
  [`endConferenceOnExit="true"`, { endConferenceOnExit: true }],
  [`beep="false"`, { beep: "false" }],
  [`beep="onEnter"`, { beep: "onEnter" }],
  [`beep="onExit"`, { beep: "onExit" }],
  [`waitUrl=""`, { wait: "silence" }],
  [`waitUrl="/wait"`, { wait: { url: "https://app.test/wait", method: "POST" } }],
  [`waitUrl="/wait" waitMethod="GET"`, { wait: { url: "https://app.test/wait", method: "GET" } }],
  [`maxParticipants="2"`, { maxParticipants: 2 }],
  [`coach="CA123"`, { coach: "CA123" }],
  [`participantLabel="agent"`, { label: "agent" }],
  [`record="record-from-start"`, { record: true }],
  [`record="true"`, { record: true }],
  [`record="do-not-record"`, { record: false }],
  [`record="false"`, { record: false }],
  [`trim="do-not-trim"`, { trim: "do-not-trim" }],
  [`trim="false"`, { trim: "do-not-trim" }],
  [
    `statusCallback="/s" statusCallbackMethod="GET" statusCallbackEvent="start end join leave mute hold modify speaker announcement"`,
    {
      statusCallback: { url: "https://app.test/s", method: "GET" },
      statusCallbackEvents: new Set("start end join leave mute hold modify speaker announcement".split(" ")),
    },
  ],
  [
    `recordingStatusCallback="/r"`,
    {
      recordingStatusCallback: {
        url: "https://app.test/r",
        method: "POST",
        events: new Set(["completed"]),
      },
    },
  ],
  [
    `recordingStatusCallback="/r" recordingStatusCallbackMethod="GET" recordingStatusCallbackEvent="absent"`,
    {
      recordingStatusCallback: { url: "https://app.test/r", method: "GET", events: new Set(["absent"]) },
    },
  ],
])("<Conference %s> is read", (attributes, fields) => {
  expect(conference(attributes)).toMatchObject(fields);
  expect(readTwiml(xml(attributes)).warnings).toEqual([]);
});

test.each([
  [`muted="no"`, { muted: false }],
  [`startConferenceOnEnter="no"`, { startConferenceOnEnter: true }],
  [`beep="loud"`, { beep: "true" }],
  [`maxParticipants="1"`, { maxParticipants: 2 }],
  [`maxParticipants="251"`, { maxParticipants: 250 }],
  [`maxParticipants="many"`, { maxParticipants: 250 }],
  [`record="record-from-answer"`, { record: false }],
  [`trim="both-ends"`, { trim: "trim-silence" }],
  [`waitUrl="/w" waitMethod="HEAD"`, { wait: { url: "https://app.test/w", method: "POST" } }],
  [`statusCallbackEvent="join dance"`, { statusCallbackEvents: new Set(["join"]) }],
  [`participantLabel="${"a".repeat(129)}"`, { label: undefined }],
])("<Conference %s>: a value that is not valid gives way, with a warning", (attributes, fields) => {
  expect(conference(attributes)).toMatchObject(fields);
  expect(readTwiml(xml(attributes)).warnings).toEqual([expect.stringContaining("has no valid value")]);
});

test.each([
  [`region="ie1"`, "<Conference> region is not carried out here"],
  [`jitterBufferSize="off"`, "<Conference> jitterBufferSize is not carried out here"],
  [`eventCallbackUrl="/e"`, "<Conference> eventCallbackUrl is not carried out here"],
  [`recordingConfigurationId="x"`, "<Conference> recordingConfigurationId is not carried out here"],
  [`statusCallback="/s"`, "<Conference> statusCallback has no effect without statusCallbackEvent"],
  [`waitMethod="GET"`, "<Conference> waitMethod has no effect without waitUrl"],
  [
    `recordingStatusCallbackEvent="absent"`,
    "<Conference> recordingStatusCallbackEvent has no effect without recordingStatusCallback",
  ],
  [`volume="9"`, "<Conference> has no attribute volume, it is skipped (Twilio's warning 12200)"],
])("<Conference %s> gives a warning", (attributes, warning) => {
  expect(readTwiml(xml(attributes)).warnings).toEqual([warning]);
});
