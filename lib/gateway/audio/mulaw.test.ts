import { expect, test } from "vitest";
import { decodeALaw } from "./alaw";
import { decodeMuLaw, encodeMuLaw } from "./mulaw";

const everyCode = Uint8Array.from({ length: 256 }, (_, code) => code);
const everySample = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);

test("codes have the values of G.711, table 2a, at sixteen bits", () => {
  const codes = Uint8Array.of(0xff, 0xfe, 0xf0, 0xef, 0xdf, 0xcf, 0xbf, 0xaf, 0x9f, 0x8f, 0x80, 0x00, 0x7f);
  expect([...decodeMuLaw(codes)]).toEqual([
    0, 8, 120, 132, 396, 924, 1980, 4092, 8316, 16_764, 32_124, -32_124, 0,
  ]);
});

test("samples get the codes of G.711, and what is too loud gets the loudest", () => {
  const samples = Int16Array.of(0, 3, 4, 8, 1_000, 32_767, -32_768, -1_000, -1);
  expect([...encodeMuLaw(samples)]).toEqual([0xff, 0xff, 0xfe, 0xfe, 0xce, 0x80, 0x00, 0x4e, 0x7f]);
});

test("every code survives decoding and encoding, but the negative zero becomes zero", () => {
  const expected = everyCode.map((code) => (code === 0x7f ? 0xff : code));
  expect([...encodeMuLaw(decodeMuLaw(everyCode))]).toEqual([...expected]);
});

test("every sample gets the code that the decision values of G.711 give it", () => {
  // Table 2a: sixteen steps for each segment, from the quietest up, at fourteen bits. The first step is half a step.
  const decisions = [0, 1];
  for (const step of [2, 4, 8, 16, 32, 64, 128, 256]) {
    for (let count = step === 2 ? 15 : 16; count > 0; count--)
      decisions.push((decisions.at(-1) as number) + step);
  }
  expect(decisions.at(-1)).toBe(8_159);
  const encoded = encodeMuLaw(everySample);
  const wrong: number[] = [];
  for (const [index, sample] of everySample.entries()) {
    const code = ~(encoded[index] as number) & 0xff;
    const magnitude = Math.min((sample < 0 ? ~sample : sample) >> 2, 8_158);
    const within =
      magnitude >= (decisions[code & 0x7f] as number) && magnitude < (decisions[(code & 0x7f) + 1] as number);
    if (!within || code >= 0x80 !== sample < 0) wrong.push(sample);
  }
  expect(wrong).toEqual([]);
});

test("speech at any level keeps 33 dB of distance to the noise of the code", () => {
  for (const amplitude of [30_000, 8_000, 2_000, 500]) {
    const sine = Int16Array.from({ length: 8_000 }, (_, at) => Math.round(amplitude * Math.sin(at * 0.7)));
    const decoded = decodeMuLaw(encodeMuLaw(sine));
    let noise = 0;
    let signal = 0;
    sine.forEach((sample, at) => {
      signal += sample ** 2;
      noise += (sample - (decoded[at] as number)) ** 2;
    });
    expect(10 * Math.log10(signal / noise)).toBeGreaterThan(33);
  }
});

test("A-law has the values of G.711, table 1a, at sixteen bits", () => {
  const codes = Uint8Array.of(0xd5, 0xd4, 0x55, 0xc5, 0xf5, 0xaa, 0x2a);
  expect([...decodeALaw(codes)]).toEqual([8, 24, -8, 264, 528, 32_256, -32_256]);
});
