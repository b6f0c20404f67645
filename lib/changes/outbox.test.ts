import { expect, test, vi } from "vitest";
import { Outbox } from "./outbox";

test("what could not be sent goes before what came later, and the last word on something stays the last", async () => {
  const report = vi.spyOn(console, "error").mockReturnValue();
  const sent: string[] = [];
  let fail: (error: Error) => void = () => {};
  const send = vi.fn(async (message: string) => void sent.push(message));
  send.mockImplementationOnce(() => new Promise((_, reject) => (fail = reject)));
  const outbox = new Outbox("me", {
    mostBytes: 10_000,
    send,
    listen: () => Promise.reject(new Error("nobody listens here")),
    unheard: "",
  });
  outbox.add(["one screen", "a person"]);
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
  outbox.add(["another screen", "one screen"]);
  fail(new Error("the connection is dead"));
  await outbox.sent();
  const changes = sent.flatMap((message) => JSON.parse(message).changes);
  expect(changes).toEqual(["a person", "another screen", "one screen"]);
  expect(report).toHaveBeenCalledTimes(1);
});
