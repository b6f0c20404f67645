import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeClock } from "../testing/fake-clock";
import { createPage } from "./page";

const page = Object.assign(new EventTarget(), { hidden: false });
let clock = new FakeClock();
let woke = 0;
let stop = () => {};

beforeEach(() => {
  page.hidden = false;
  vi.stubGlobal("document", page);
  clock = new FakeClock();
  woke = 0;
  stop = createPage(clock).on("wake", () => {
    woke += 1;
  });
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

/** Nothing ran for so long, then the page goes on. */
async function sleep(ms: number): Promise<void> {
  clock.freeze(ms);
  await clock.pass(2_000);
}

test("a page that keeps running does not wake", async () => {
  await clock.pass(3_600_000);
  expect(woke).toBe(0);
});

test("each sleep of the machine is noticed once", async () => {
  await sleep(11_000);
  expect(woke).toBe(0);
  await sleep(15_000);
  expect(woke).toBe(1);
  await clock.pass(60_000);
  expect(woke).toBe(1);
  await sleep(3_600_000);
  expect(woke).toBe(2);
});

test("a hidden page, which runs only once a minute, has not slept", async () => {
  page.hidden = true;
  await sleep(60_000);
  await sleep(60_000);
  // The first look after it is shown again measures a gap that began while it was hidden.
  page.hidden = false;
  await sleep(60_000);
  expect(woke).toBe(0);
  page.hidden = true;
  await sleep(100_000);
  expect(woke).toBe(1);
});

test("the browser's own resume event counts at once", () => {
  page.dispatchEvent(new Event("resume"));
  expect(woke).toBe(1);
  stop();
  page.dispatchEvent(new Event("resume"));
  expect(woke).toBe(1);
  expect(clock.pending).toBe(0);
});
