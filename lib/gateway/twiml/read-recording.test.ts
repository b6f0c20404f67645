import { expect, test } from "vitest";
import { readTwiml, readVerb } from "./testing/read-twiml";

const start = (attributes: string) => `<Start><Recording ${attributes}/></Start>`;

test("<Start><Recording> has Twilio's defaults", () => {
  expect(readTwiml(start(""))).toEqual({
    verbs: [
      { verb: "StartRecording", channels: 2, track: "both", trim: "trim-silence", callback: undefined },
    ],
    warnings: [],
  });
});

test.each([
  [`channels="mono"`, { channels: 1 }],
  [`channels="dual"`, { channels: 2 }],
  [`track="inbound"`, { track: "inbound" }],
  [`track="outbound"`, { track: "outbound" }],
  [`trim="do-not-trim"`, { trim: "do-not-trim" }],
  [
    `recordingStatusCallback="/r" recordingStatusCallbackEvent="in-progress" recordingStatusCallbackMethod="GET"`,
    { callback: { url: "https://app.test/r", method: "GET", events: new Set(["in-progress"]) } },
  ],
])("<Recording %s> is read", (attributes, fields) => {
  expect(readVerb("StartRecording", start(attributes))).toMatchObject(fields);
  expect(readTwiml(start(attributes)).warnings).toEqual([]);
});

test.each([
  [`channels="5.1"`, { channels: 2 }],
  [`track="left"`, { track: "both" }],
  [`trim="x"`, { trim: "trim-silence" }],
])("<Recording %s>: a value that is not valid gives way, with a warning", (attributes, fields) => {
  expect(readVerb("StartRecording", start(attributes))).toMatchObject(fields);
  expect(readTwiml(start(attributes)).warnings).toEqual([expect.stringContaining("has no valid value")]);
});

test("<Stop><Recording> is read", () => {
  expect(readTwiml("<Stop><Recording/></Stop>")).toEqual({
    verbs: [{ verb: "StopRecording" }],
    warnings: [],
  });
});

test.each(["Stream", "Siprec", "Transcription"])("<%s> in <Start> and <Stop> is not supported", (name) => {
  const unsupported = { verb: "Unsupported", name };
  expect(readTwiml(`<Start><${name}/></Start><Stop><${name}/></Stop>`).verbs).toEqual([
    unsupported,
    unsupported,
  ]);
});

test.each([
  [start(`name="a"`), "<Recording> name is not carried out here"],
  [`<Stop><Recording name="a"/></Stop>`, "<Recording> name is not carried out here"],
  [`<Stop><Recording track="both"/></Stop>`, "<Recording> has no attribute track"],
  [`<Start action="/a"><Recording/></Start>`, "<Start> action is not carried out here"],
  ["<Start/>", "<Start> is empty"],
  ["<Stop><Dance/></Stop>", "<Stop> may not have <Dance>"],
])("%s gives a warning", (xml, warning) => {
  expect(readTwiml(xml).warnings).toEqual([expect.stringContaining(warning)]);
});
