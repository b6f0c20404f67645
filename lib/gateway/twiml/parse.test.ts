import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { soak } from "../testing/soak";
import { parseTwiml } from "./parse";
import { type DialVerb, TwimlError } from "./verbs";

const BASE = "https://app.test/voice?x=1";
const parse = (inside: string) => parseTwiml(`<Response>${inside}</Response>`, BASE, () => {});
const dial = (xml: string) => parse(xml)[0] as DialVerb;

describe("Dial", () => {
  test("has Twilio's defaults", () => {
    expect(dial("<Dial><Client>bob</Client></Dial>")).toEqual({
      verb: "Dial",
      answerOnBridge: false,
      timeout: 30,
      timeLimit: 14_400,
      callerId: undefined,
      action: undefined,
      clients: [
        {
          identity: "bob",
          parameters: [],
          statusCallback: undefined,
          statusCallbackEvents: new Set(["completed"]),
        },
      ],
      unreachable: [],
    });
  });

  test("reads every attribute and makes URLs absolute", () => {
    const verb = dial(
      `<Dial answerOnBridge="true" timeout="12" timeLimit="60" callerId="client:x" action="done?y=2" method="get">` +
        `<Client statusCallback="/progress" statusCallbackEvent="answered  initiated" statusCallbackMethod="GET">` +
        `<Identity> bob </Identity><Parameter name="a" value="1 &amp; 2"/><Parameter name="a" value="我"/></Client></Dial>`,
    );
    expect(verb).toMatchObject({
      answerOnBridge: true,
      timeout: 12,
      timeLimit: 60,
      callerId: "client:x",
      action: { url: "https://app.test/done?y=2", method: "GET" },
    });
    expect(verb.clients).toEqual([
      {
        identity: "bob",
        parameters: [
          ["a", "1 & 2"],
          ["a", "我"],
        ],
        statusCallback: { url: "https://app.test/progress", method: "GET" },
        statusCallbackEvents: new Set(["initiated", "answered"]),
      },
    ]);
  });

  test.each([
    ["4", 5],
    ["601", 600],
    ["soon", 30],
  ])("reads the timeout %s as %i", (written, seconds) => {
    expect(dial(`<Dial timeout="${written}"><Client>bob</Client></Dial>`).timeout).toBe(seconds);
  });

  test("has at most ten clients and lists the destinations that cannot be reached", () => {
    const clients = Array.from({ length: 12 }, (_, n) => `<Client>c${n}</Client>`).join("");
    expect(dial(`<Dial>${clients}<Number>+1555</Number><Sip>sip:a@b</Sip></Dial>`)).toMatchObject({
      clients: { length: 10 },
      unreachable: ["<Number>", "<Sip>"],
    });
    expect(dial("<Dial>+15551234567</Dial>").unreachable).toEqual(["a phone number"]);
  });
});

test("the parser reads the other verbs", () => {
  expect(
    parse(`<Say>Hello there, you.</Say><Pause/><Pause length="3"/><Reject reason="busy"/><Reject/><Hangup/>`),
  ).toEqual([
    { verb: "Say", text: "Hello there, you.", seconds: 2 },
    { verb: "Pause", length: 1 },
    { verb: "Pause", length: 3 },
    { verb: "Reject", reason: "busy" },
    { verb: "Reject", reason: "rejected" },
    { verb: "Hangup" },
  ]);
  expect(parse(`<Redirect method="GET">../next</Redirect>`)).toEqual([
    { verb: "Redirect", target: { url: "https://app.test/next", method: "GET" } },
  ]);
  expect(parse("<Gather/>")).toEqual([{ verb: "Unsupported", name: "Gather" }]);
});

test("an unknown element is skipped with a warning", () => {
  const warnings: string[] = [];
  expect(parseTwiml("<Response><Dance/><Hangup/></Response>", BASE, (w) => warnings.push(w))).toHaveLength(1);
  expect(warnings.join()).toContain("<Dance>");
});

test("an empty body is an empty document", () => {
  expect(parseTwiml(" \n", BASE, () => {})).toEqual([]);
});

test.each([
  ["text that is no XML", "Hello"],
  ["an element that is not closed", "<Response><Dial></Response>"],
  ["another root", "<html/>"],
  ["an entity declaration", `<!DOCTYPE r [<!ENTITY a "aaaa">]><Response><Say>&a;</Say></Response>`],
  ["an invalid URL", "<Response><Redirect>http://</Redirect></Response>"],
  ["a URL that is not HTTP", "<Response><Redirect>file:///etc/passwd</Redirect></Response>"],
])("%s is an error with Twilio's code", (_name, xml) => {
  expect(() => parseTwiml(xml, BASE, () => {})).toThrow(TwimlError);
});

test("the parser throws only TwimlError, whatever the input", () => {
  const markup = fc.stringMatching(/^(<\/?(Response|Dial|Client|Say)( a="b)?>?|&|]]>|<!--){0,8}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), markup), (xml) => {
      try {
        parseTwiml(`<Response>${xml}</Response>`, BASE, () => {});
      } catch (error) {
        expect(error).toBeInstanceOf(TwimlError);
      }
    }),
    { numRuns: soak(500, 20_000) },
  );
});
