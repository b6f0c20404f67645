import { expect, test } from "vitest";
import { prettyTwiml } from "./twiml";

test("each element has a line, and a text stays in that of its element", () => {
  const text = `<?xml version="1.0"?><Response><Say voice="a">Hello, Bob</Say><Dial><Client><Identity>bob</Identity></Client></Dial><Hangup/></Response>`;
  expect(prettyTwiml(text).split("\n")).toEqual([
    `<?xml version="1.0"?>`,
    "<Response>",
    `  <Say voice="a">Hello, Bob</Say>`,
    "  <Dial>",
    "    <Client>",
    "      <Identity>bob</Identity>",
    "    </Client>",
    "  </Dial>",
    "  <Hangup/>",
    "</Response>",
  ]);
});

test("what is indented already is indented anew, and an empty element stays on its line", () => {
  expect(prettyTwiml("<Response>\n\t<Dial>\n\n</Dial>\n</Response>\n")).toBe(
    "<Response>\n  <Dial></Dial>\n</Response>",
  );
});

test("comments, CDATA and signs in values are no tags", () => {
  expect(prettyTwiml(`<Response><!-- <Say> --><Say><![CDATA[a < b]]></Say><Play a="1>2"/></Response>`)).toBe(
    `<Response>\n  <!-- <Say> -->\n  <Say><![CDATA[a < b]]></Say>\n  <Play a="1>2"/>\n</Response>`,
  );
});

test.each([
  "",
  "not found",
  "{}",
  "<",
  "<a",
  "</a></b>",
  `<a b="c`,
  "<a><b>",
  "a < b",
  "<Response>cut… (7 more",
])("of %j nothing but white space is lost", (text) => {
  expect(prettyTwiml(text).replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
});

test("a long text of no XML takes no long time", () => {
  const begun = performance.now();
  for (const part of ["<", `<a "`, `<a '">`, `"`, "<!--", "<![CDATA["])
    prettyTwiml(part.repeat(16_384 / part.length));
  expect(performance.now() - begun).toBeLessThan(2_000);
});
