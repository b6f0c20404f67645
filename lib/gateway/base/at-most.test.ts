import { expect, test } from "vitest";
import { settle } from "../testing/clock";
import { AtMost } from "./at-most";

/** A promise, and what settles it. */
function deferred() {
  let [resolve, reject] = [() => {}, (_error: Error) => {}];
  const promise = new Promise<void>((end, fail) => {
    [resolve, reject] = [end, fail];
  });
  return { promise, resolve: () => resolve(), reject: (error: Error) => reject(error) };
}

test("so many run at once, the others in their order, and a failure frees its place", async () => {
  const two = new AtMost(2);
  const begun: number[] = [];
  const ends = [0, 1, 2, 3].map(() => deferred());
  const works = ends.map(({ promise }, at) =>
    two.run(async () => {
      begun.push(at);
      await promise;
      return at;
    }),
  );
  await settle();
  expect(begun).toEqual([0, 1]);
  ends[1]?.reject(new Error("broken"));
  await expect(works[1]).rejects.toThrow("broken");
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  for (const end of ends) end.resolve();
  expect(await Promise.all([works[0], works[2], works[3]])).toEqual([0, 2, 3]);
  expect(begun).toEqual([0, 1, 2, 3]);
});
