import { beforeEach, expect, test, vi } from "vitest";
import { afterPhone, letPhoneGoFirst } from "./phone-first";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** Whether a request that can wait has its turn. */
function watchTurn(): { readonly came: boolean } {
  const turn = { came: false };
  void afterPhone().then(() => {
    turn.came = true;
  });
  return turn;
}

test("without a phone that opens, a request has its turn at once", async () => {
  const turn = watchTurn();
  await vi.advanceTimersByTimeAsync(0);
  expect(turn.came).toBe(true);
});

test("a request waits until the phone is open", async () => {
  let open = () => {};
  letPhoneGoFirst(
    new Promise<void>((resolve) => {
      open = resolve;
    }),
  );
  const turn = watchTurn();
  await vi.advanceTimersByTimeAsync(500);
  expect(turn.came).toBe(false);
  open();
  await vi.advanceTimersByTimeAsync(0);
  expect(turn.came).toBe(true);
});

test("a request waits for a phone that does not open for a second at most", async () => {
  letPhoneGoFirst(new Promise(() => {}));
  const turn = watchTurn();
  await vi.advanceTimersByTimeAsync(999);
  expect(turn.came).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(turn.came).toBe(true);
});
