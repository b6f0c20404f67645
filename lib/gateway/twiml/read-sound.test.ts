import { describe, expect, test } from "vitest";
import { readTwiml, readVerb } from "./testing/read-twiml";

describe("<Say>", () => {
  test("has Twilio's defaults", () => {
    expect(readTwiml("<Say> Hello there. </Say>")).toEqual({
      verbs: [{ verb: "Say", text: "Hello there.", language: "en-US", voice: undefined, loop: 1 }],
      warnings: [],
    });
  });

  test.each([
    [`language="ja-JP"`, { language: "ja-JP" }],
    [`voice="Polly.Amy"`, { voice: "Polly.Amy" }],
    [`loop="3"`, { loop: 3 }],
    [`loop="0"`, { loop: 0 }],
    [`loop="-1"`, { loop: 0 }],
    [`loop="5000"`, { loop: 1_000 }],
    [`loop="often"`, { loop: 1 }],
  ])("reads %s", (attributes, fields) => {
    expect(readVerb("Say", `<Say ${attributes}>Hi</Say>`)).toMatchObject(fields);
  });

  test("reads SSML plainly, with one warning, and keeps words apart", () => {
    const { verbs, warnings } = readTwiml(
      `<Say>One<break time="1s"/>two <emphasis>th</emphasis>ree.<p>Four</p><s>five</s>\n  <![CDATA[six <]]>7</Say>`,
    );
    expect(verbs).toMatchObject([{ text: "One two three. Four five six <7" }]);
    expect(warnings).toEqual(["SSML in <Say> is not carried out here, its text is read plainly"]);
  });

  test("reads the text of other elements, with a warning", () => {
    const { verbs, warnings } = readTwiml("<Say>One <b>two</b><!-- three --></Say>");
    expect(verbs).toMatchObject([{ text: "One two" }]);
    expect(warnings).toEqual([expect.stringContaining("<Say> may not have <b>")]);
  });

  test("without text is skipped, with a warning", () => {
    expect(readTwiml("<Say> <break/> </Say>").verbs).toEqual([]);
    expect(readTwiml("<Say/>").warnings).toEqual([expect.stringContaining("13520")]);
  });
});

describe("<Play>", () => {
  test("of a file is fetched by GET", () => {
    expect(readTwiml("<Play> a.wav </Play>")).toEqual({
      verbs: [
        {
          verb: "Play",
          what: { kind: "file", target: { url: "https://app.test/a.wav", method: "GET" } },
          loop: 1,
        },
      ],
      warnings: [],
    });
  });

  test("of digits is read", () => {
    expect(readTwiml(`<Play digits="ww12#*W" loop="2"/>`)).toEqual({
      verbs: [{ verb: "Play", what: { kind: "digits", digits: "ww12#*W" }, loop: 2 }],
      warnings: [],
    });
  });

  test.each([
    [`<Play digits="1-2"/>`, [{ what: { digits: "12" } }], "12 counts"],
    [`<Play digits="1">a.wav</Play>`, [{ what: { digits: "1" } }], "the digits alone count"],
    ["<Play/>", [], "without a URL and digits is skipped"],
    ["<Play><Say>Hi</Say></Play>", [{ what: { kind: "file" } }], "<Play> may not have <Say>"],
    [`<Play loop="x">a.wav</Play>`, [{ loop: 1 }], "loop has no valid value"],
  ])("%s gives a warning", (xml, verbs, warning) => {
    const read = readTwiml(xml);
    expect(read.verbs).toMatchObject(verbs);
    expect(read.verbs).toHaveLength(verbs.length);
    expect(read.warnings).toEqual([expect.stringContaining(warning)]);
  });
});

test.each([
  ["", 1, 0],
  [`length="3"`, 3, 0],
  [`length="0"`, 1, 1],
  [`length="100000"`, 14_400, 1],
  [`length="long"`, 1, 1],
])("<Pause %s> is %i s, with %i warnings", (attributes, length, warnings) => {
  const read = readTwiml(`<Pause ${attributes}/>`);
  expect(read.verbs).toEqual([{ verb: "Pause", length }]);
  expect(read.warnings).toHaveLength(warnings);
});
