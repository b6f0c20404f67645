import { expect, test } from "vitest";
import { retryMs } from "./retry";

test("waits 1 s to 4, 8, 16, 30, 30 s", () => {
  const most = [0, 1, 2, 3, 4, 40].map((failures) => retryMs(failures, false, 1));
  expect(most).toEqual([4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  for (const failures of [0, 9]) expect(retryMs(failures, false, 0)).toBe(1_000);
});

test("waits as long as five minutes where streams do not get through", () => {
  expect([0, 3, 9].map((failures) => retryMs(failures, true, 1))).toEqual([4_000, 32_000, 300_000]);
});
