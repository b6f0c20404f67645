import { expect, test } from "vitest";
import { DOCUMENT_URL, readTwiml, readVerb } from "./testing/read-twiml";

const record = (attributes: string) => readVerb("Record", `<Record ${attributes}/>`);
const warningsOf = (attributes: string) => readTwiml(`<Record ${attributes}/>`).warnings;

test("<Record> has Twilio's defaults", () => {
  expect(record("")).toEqual({
    verb: "Record",
    action: undefined,
    timeout: 5,
    maxLength: 3_600,
    finishOnKey: "1234567890*#",
    playBeep: true,
    trim: "trim-silence",
    callback: undefined,
  });
  expect(warningsOf("")).toEqual([]);
});

test.each([
  [`action="/done"`, { action: { url: "https://app.test/done", method: "POST" } }],
  [`action="/done" method="GET"`, { action: { url: "https://app.test/done", method: "GET" } }],
  [`method="GET"`, { action: { url: DOCUMENT_URL, method: "GET" } }],
  [`timeout="2"`, { timeout: 2 }],
  [`maxLength="20"`, { maxLength: 20 }],
  [`finishOnKey="*#"`, { finishOnKey: "*#" }],
  [`finishOnKey=""`, { finishOnKey: "" }],
  [`playBeep="false"`, { playBeep: false }],
  [`trim="do-not-trim"`, { trim: "do-not-trim" }],
  [
    `recordingStatusCallback="/r"`,
    { callback: { url: "https://app.test/r", method: "POST", events: new Set(["completed"]) } },
  ],
  [
    `recordingStatusCallback="/r" recordingStatusCallbackMethod="GET" recordingStatusCallbackEvent="in-progress absent"`,
    { callback: { url: "https://app.test/r", method: "GET", events: new Set(["in-progress", "absent"]) } },
  ],
])("<Record %s> is read", (attributes, fields) => {
  expect(record(attributes)).toMatchObject(fields);
  expect(warningsOf(attributes)).toEqual([]);
});

test.each([
  [`timeout="0"`, { timeout: 1 }],
  [`timeout="x"`, { timeout: 5 }],
  [`maxLength="1"`, { maxLength: 2 }],
  [`maxLength="20000"`, { maxLength: 14_400 }],
  [`maxLength="x"`, { maxLength: 3_600 }],
  [`finishOnKey="1a"`, { finishOnKey: "1" }],
  [`finishOnKey="none"`, { finishOnKey: "1234567890*#" }],
  [`playBeep="x"`, { playBeep: true }],
  [`trim="x"`, { trim: "trim-silence" }],
  [
    `recordingStatusCallback="/r" recordingStatusCallbackEvent="x"`,
    { callback: { events: new Set(["completed"]) } },
  ],
])("<Record %s>: a value that is not valid gives way, with a warning", (attributes, fields) => {
  expect(record(attributes)).toMatchObject(fields);
  expect(warningsOf(attributes)).toEqual([expect.stringContaining("has no valid value")]);
});

test.each([
  [`transcribe="true"`, "<Record> transcribe is not carried out here"],
  [`transcribeCallback="/t"`, "<Record> transcribeCallback is not carried out here"],
  [`recordingConfigurationId="x"`, "<Record> recordingConfigurationId is not carried out here"],
  [
    `recordingStatusCallbackMethod="GET"`,
    "<Record> recordingStatusCallbackMethod has no effect without recordingStatusCallback",
  ],
])("<Record %s> gives a warning", (attributes, warning) => {
  expect(warningsOf(attributes)).toEqual([warning]);
});
