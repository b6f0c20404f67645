import { expect, test } from "vitest";
import { readText } from "./read-body";

/** A request of which `parts` arrive, and then `error`. */
const cutRequest = (parts: string[], error: Error) => {
  const chunks = parts.map((part) => new TextEncoder().encode(part));
  const body = new ReadableStream({
    pull(controller) {
      const next = chunks.shift();
      if (next) controller.enqueue(next);
      else controller.error(error);
    },
  });
  return new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit);
};

test("a client that leaves before its body is whole is a bad request, and no fault of the server", async () => {
  const reset = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
  await expect(readText(cutRequest(['{"a":'], reset), 100)).rejects.toMatchObject({ code: "bad_request" });
});

test("a body over the limit stays too large", async () => {
  const request = cutRequest(["12345", "67890"], new Error("read too far"));
  await expect(readText(request, 7)).rejects.toMatchObject({ code: "payload_too_large" });
});
