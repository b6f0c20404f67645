import { expect, test } from "vitest";
import { describeVerb } from "./describe";
import { readTwiml } from "./testing/read-twiml";

test.each([
  [`<Say loop="2">Hello</Say>`, "Say", "Hello", ["loop", "2"]],
  [`<Play>/a.wav</Play>`, "Play", "https://app.test/a.wav", ["loop", "1"]],
  [`<Play digits="12w3"/>`, "Play", "keys 12w3", ["loop", "1"]],
  [
    `<Gather timeout="7"><Say>Press</Say><Pause/><Play>/a.wav</Play></Gather>`,
    "Gather",
    "Press https://app.test/a.wav",
    ["timeout", "7"],
  ],
  [`<Dial timeout="9"><Client>bob</Client></Dial>`, "Dial", "bob", ["timeout", "9"]],
  [`<Dial><Conference>room</Conference></Dial>`, "Dial", "conference room", ["hangupOnStar", "false"]],
  [
    `<Record recordingStatusCallback="/rec"/>`,
    "Record",
    undefined,
    ["recordingStatusCallback", "https://app.test/rec"],
  ],
  [`<Start><Recording/></Start>`, "Start", "recording", ["track", "both"]],
  [`<Redirect>/next</Redirect>`, "Redirect", "https://app.test/next", undefined],
  [`<Enqueue>x</Enqueue>`, "Enqueue", undefined, undefined],
] as const)("%s is told by its name, its text and its attributes", (xml, name, text, attribute) => {
  const [verb] = readTwiml(xml).verbs;
  if (!verb) throw new Error("no verb");
  const described = describeVerb(verb);
  expect([described.name, described.text]).toEqual([name, text]);
  if (attribute) expect(described.attributes).toContainEqual(attribute);
  else expect(described.attributes).toEqual([]);
});
