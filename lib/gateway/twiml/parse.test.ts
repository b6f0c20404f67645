import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { soak } from "../testing/soak";
import { parseTwiml } from "./parse";
import { SCHEMA } from "./schema";
import { DOCUMENT_URL, readDocument, readTwiml } from "./testing/read-twiml";
import { TwimlError } from "./verbs";

test("the parser reads the verbs in the order of the document", () => {
  const { verbs, warnings } = readTwiml(
    `<Say>Hi</Say><Play>a.wav</Play><Pause/><Gather/><Record/><Dial>+1555</Dial><Start><Recording/></Start>` +
      `<Stop><Recording/></Stop><Redirect>/next</Redirect><Reject/><Leave/><Hangup/><Enqueue/>`,
  );
  expect(verbs.map(({ verb }) => verb)).toEqual(
    "Say Play Pause Gather Record Dial StartRecording StopRecording Redirect Reject Leave Hangup Unsupported".split(
      " ",
    ),
  );
  expect(warnings).toEqual([]);
});

test.each([
  [
    `<Redirect method="GET">../next</Redirect>`,
    { verb: "Redirect", target: { url: "https://app.test/next", method: "GET" } },
  ],
  ["<Redirect> </Redirect>", { verb: "Redirect", target: { url: DOCUMENT_URL, method: "POST" } }],
  ["<Reject/>", { verb: "Reject", reason: "rejected" }],
  [`<Reject reason="busy"/>`, { verb: "Reject", reason: "busy" }],
  [`<Reject reason="bored"/>`, { verb: "Reject", reason: "rejected" }],
  ["<Leave/>", { verb: "Leave" }],
  ["<Hangup/>", { verb: "Hangup" }],
  ["<Pay/>", { verb: "Unsupported", name: "Pay" }],
])("%s is read", (xml, verb) => {
  expect(readTwiml(xml).verbs).toEqual([verb]);
});

describe("a warning is given for", () => {
  test.each([
    ["an unknown element", "<Dance/>", "<Dance> is no TwiML verb and is skipped (Twilio's warning 12200)"],
    ["a verb in small letters", "<say>Hi</say>", "<say> is no TwiML verb"],
    ["a noun in the place of a verb", "<Client>bob</Client>", "<Client> is no TwiML verb"],
    ["a verb that changes nothing in a call", "<Annotate/>", "<Annotate> is not carried out here"],
    ["text between verbs", "Hello<Hangup/>", "<Response> has text out of place"],
    ["CDATA between verbs", "<![CDATA[Hello]]><Hangup/>", "<Response> has text out of place"],
    ["an unknown attribute", `<Hangup reason="busy"/>`, "<Hangup> has no attribute reason"],
    ["an attribute in other letters", `<Pause Length="3"/>`, "<Pause> has no attribute Length"],
    ["text in a verb that has none", "<Leave>now</Leave>", "<Leave> has text out of place"],
    ["a child of a verb that has none", "<Leave><Say>Hi</Say></Leave>", "<Leave> may not have <Say>"],
    ["a parameter for SIP", "<Reject><Parameter/></Reject>", "<Parameter> in <Reject> is not carried out"],
    ["an unknown word", `<Reject reason="bored"/>`, "<Reject> reason has no valid value, rejected counts"],
    [
      "an unknown method",
      `<Redirect method="PUT">/a</Redirect>`,
      "<Redirect> method has no valid value, POST counts",
    ],
  ])("%s", (_name, xml, warning) => {
    expect(readTwiml(xml).warnings).toEqual([expect.stringContaining(warning)]);
  });
});

test("what belongs to XML itself gives no warning", () => {
  const { verbs, warnings } = readDocument(
    `<?xml version="1.0"?><!-- a --><Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
      `xsi:noNamespaceSchemaLocation="twiml.xsd" xml:lang="en"> <!-- b --> <Hangup/></Response>`,
  );
  expect(verbs).toEqual([{ verb: "Hangup" }]);
  expect(warnings).toEqual([]);
});

test("the same warning is given once for each document", () => {
  expect(readTwiml("<Dance/><Dance/><Hop/>").warnings).toHaveLength(2);
  expect(readTwiml("<Dance/>").warnings).toHaveLength(1);
});

test("an empty body is an empty document", () => {
  expect(readDocument(" \n")).toEqual({ verbs: [], warnings: [] });
});

test.each([
  ["text that is no XML", "Hello", 12100],
  ["an element that is not closed", "<Response><Dial></Response>", 12100],
  ["another root", "<html/>", 12100],
  ["an entity declaration", `<!DOCTYPE r [<!ENTITY a "aaaa">]><Response><Say>&a;</Say></Response>`, 12100],
  ["an invalid URL", "<Response><Redirect>http://</Redirect></Response>", 11100],
  ["a URL that is not HTTP", "<Response><Redirect>file:///etc/passwd</Redirect></Response>", 11100],
  ["such a URL in an attribute", `<Response><Dial action="ftp://a/b">+1555</Dial></Response>`, 11100],
])("%s is an error with Twilio's code", (_name, xml, code) => {
  const read = () => readDocument(xml);
  expect(read).toThrow(TwimlError);
  expect(read).toThrow(expect.objectContaining({ code }));
});

test("elements within elements, to any depth, are read", () => {
  const deep = 20_000;
  const xml = `<Response><Say>${"<s>".repeat(deep)}Hi${"</s>".repeat(deep)}</Say></Response>`;
  expect(readDocument(xml).verbs).toMatchObject([{ verb: "Say", text: "Hi" }]);
});

describe("the parser throws only TwimlError", () => {
  const attempt = (xml: string) => {
    try {
      parseTwiml(xml, DOCUMENT_URL, (warning) => expect(warning).not.toBe(""));
    } catch (error) {
      expect(error).toBeInstanceOf(TwimlError);
    }
  };

  test("whatever the markup", () => {
    const markup = fc.stringMatching(/^(<\/?(Response|Dial|Client|Say)( a="b)?>?|&|]]>|<!--){0,8}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), markup), (inside) => attempt(`<Response>${inside}</Response>`)),
      { numRuns: soak(500, 20_000) },
    );
  });

  test("whatever the values of Twilio's attributes and the order of its elements", () => {
    const numRuns = soak(500, 20_000);
    let read = 0;
    fc.assert(
      fc.property(document, (xml) => {
        attempt(xml);
        try {
          read += readDocument(xml).verbs.length > 0 ? 1 : 0;
        } catch {
          // Some values are invalid URLs.
        }
      }),
      { numRuns },
    );
    // The property would say nothing if no document could be read.
    expect(read).toBeGreaterThan(numRuns / 10);
  });
});

const ELEMENTS = [...SCHEMA.keys(), "Number", "Sip", "Stream", "Enqueue", "break", "prosody", "Dance"];
const ATTRIBUTES = [...SCHEMA.values()].flatMap((form) => [...form.carriedOut, ...form.notCarriedOut]);

const quote = (value: string) => value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A value: any text, a number of any size, or a word that is right somewhere. */
const value = fc.oneof(
  fc.string({ unit: "binary" }).map((any) => any.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD]/g, "")),
  fc.oneof(fc.integer(), fc.double()).map(String),
  fc.constantFrom(
    "",
    "true",
    "false",
    "GET",
    "/x",
    "completed",
    "start end",
    "record-from-answer-dual",
    "onEnter",
    "#",
  ),
);

const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ATTRIBUTES), value), { selector: ([name]) => name, maxLength: 12 })
  .map((pairs) => pairs.map(([name, written]) => ` ${name}="${quote(written)}"`).join(""));

const { node } = fc.letrec<{ node: string; element: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    value.map(quote),
    tie("element"),
    tie("element"),
  ),
  element: fc
    .tuple(fc.constantFrom(...ELEMENTS), attributes, fc.array(tie("node"), { maxLength: 4 }))
    .map(([name, written, inside]) => `<${name}${written}>${inside.join("")}</${name}>`),
}));

const document = fc.array(node, { maxLength: 5 }).map((inside) => `<Response>${inside.join("")}</Response>`);
