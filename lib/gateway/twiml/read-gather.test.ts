import { expect, test } from "vitest";
import { DOCUMENT_URL, readTwiml, readVerb } from "./testing/read-twiml";

const gather = (attributes: string) => readVerb("Gather", `<Gather ${attributes}/>`);
const warningsOf = (attributes: string) => readTwiml(`<Gather ${attributes}/>`).warnings;

test("<Gather> has Twilio's defaults", () => {
  expect(gather("")).toEqual({
    verb: "Gather",
    action: undefined,
    timeout: 5,
    numDigits: undefined,
    finishOnKey: "#",
    actionOnEmptyResult: false,
    digits: true,
    prompts: [],
  });
  expect(warningsOf("")).toEqual([]);
});

test.each([
  [`input="dtmf"`, { digits: true }],
  [`action="/keys"`, { action: { url: "https://app.test/keys", method: "POST" } }],
  [`action="/keys" method="GET"`, { action: { url: "https://app.test/keys", method: "GET" } }],
  [`method="GET"`, { action: { url: DOCUMENT_URL, method: "GET" } }],
  [`timeout="10"`, { timeout: 10 }],
  [`numDigits="1"`, { numDigits: 1 }],
  [`finishOnKey=""`, { finishOnKey: "" }],
  [`finishOnKey="*"`, { finishOnKey: "*" }],
  [`finishOnKey="7"`, { finishOnKey: "7" }],
  [`actionOnEmptyResult="true"`, { actionOnEmptyResult: true }],
])("<Gather %s> is read", (attributes, fields) => {
  expect(gather(attributes)).toMatchObject(fields);
  expect(warningsOf(attributes)).toEqual([]);
});

test.each([
  [`input="telepathy"`, { digits: true }],
  [`timeout="0"`, { timeout: 1 }],
  [`timeout="auto"`, { timeout: 5 }],
  [`timeout="99999"`, { timeout: 14_400 }],
  [`numDigits="0"`, { numDigits: 1 }],
  [`numDigits="all"`, { numDigits: undefined }],
  [`finishOnKey="12"`, { finishOnKey: "#" }],
  [`finishOnKey="x"`, { finishOnKey: "#" }],
  [`actionOnEmptyResult="x"`, { actionOnEmptyResult: false }],
])("<Gather %s>: a value that is not valid gives way, with a warning", (attributes, fields) => {
  expect(gather(attributes)).toMatchObject(fields);
  expect(warningsOf(attributes)).toEqual([expect.stringContaining("has no valid value")]);
});

test.each([
  ["speech", false],
  ["dtmf speech", true],
  ["speech dtmf", true],
])("the input %s is named as not carried out, and leaves digits %s", (input, digits) => {
  expect(gather(`input="${input}"`).digits).toBe(digits);
  expect(warningsOf(`input="${input}"`)).toEqual(["<Gather> input speech is not carried out here"]);
});

test("what is for speech is named as not carried out", () => {
  expect(warningsOf(`hints="yes, no" language="de-DE" speechTimeout="auto"`)).toEqual([
    "<Gather> hints is not carried out here",
    "<Gather> language is not carried out here",
    "<Gather> speechTimeout is not carried out here",
  ]);
});

test("<Gather> keeps its prompts in order and skips other elements with a warning", () => {
  const { verbs, warnings } = readTwiml(
    "<Gather><Say>Press 1</Say><Dial>+1555</Dial><Pause/><Play>a.wav</Play><Say/></Gather>",
  );
  expect(verbs).toMatchObject([{ prompts: [{ verb: "Say" }, { verb: "Pause" }, { verb: "Play" }] }]);
  expect(warnings).toEqual([
    expect.stringContaining("<Gather> may not have <Dial>"),
    expect.stringContaining("<Say> without text"),
  ]);
});
