// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLive } from "@/components/testing/fake-live";
import { createFakePhone, type FakePhone, ready, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderHookInApp } from "@/components/testing/render";
import { notify } from "./notify";
import { useBackNews } from "./use-back-news";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));
vi.mock("./notify", async (original) => ({
  ...(await original<typeof import("./notify")>()),
  notify: vi.fn(),
}));

beforeEach(() => {
  vi.useFakeTimers();
  new FakeServer();
  vi.mocked(notify).mockReset().mockReturnValue(null);
});

const elsewhere: Parameters<FakePhone["show"]>[0] = { kind: "elsewhere", inCall: false, ringing: null };

/** The page of a phone, which the user looks at, or not, hears that Bob is back. */
async function hear({ away, phone = createFakePhone(ready) }: { away: boolean; phone?: FakePhone }) {
  vi.spyOn(document, "hasFocus").mockReturnValue(!away);
  const live = createFakeLive();
  renderHookInApp(() => useBackNews(), { phone, live });
  await pass();
  await live.tell({ kind: "back", username: "bob", displayName: "Bob" });
  await pass(100);
  return phone;
}

const said = () => screen.queryByText("Bob is back") !== null;

describe("that somebody is back", () => {
  it("is said by a toast with a button that calls them, if the user looks at the page", async () => {
    const phone = await hear({ away: false });
    expect(said()).toBe(true);
    expect(notify).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("button", { name: "Call" }));
    expect(phone.dial).toHaveBeenCalledWith({ username: "bob", name: "Bob", anonymous: false });
  });

  it("is said by a notification that opens their call link, if the user looks elsewhere", async () => {
    vi.mocked(notify).mockReturnValue(() => {});
    await hear({ away: true });
    expect(vi.mocked(notify).mock.calls).toEqual([
      [{ title: "Bob is back", body: "@bob", tag: "back-bob", open: "/call/bob" }],
    ]);
    expect(said()).toBe(false);
  });

  it("is said by a toast where notifications are not allowed", async () => {
    await hear({ away: true });
    expect(said()).toBe(true);
  });

  it("has no button during a call", async () => {
    await hear({ away: false, phone: createFakePhone(talking()) });
    expect(said()).toBe(true);
    expect(screen.queryByRole("button", { name: "Call" })).toBeNull();
  });

  it("is not said by a tab that has no phone, since another one says it", async () => {
    await hear({ away: false, phone: createFakePhone(elsewhere) });
    expect(said()).toBe(false);
  });
});
