// @vitest-environment happy-dom
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CallsShown } from "@/components/api/calls";
import { afterCallMs } from "@/components/phone/hooks/use-after-call";
import { createFakePhone, ended, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { recordOf } from "@/components/testing/records";
import { alice, pass, renderHookInApp } from "@/components/testing/render";
import { useCalls } from "./use-calls";

const all = "GET /api/calls?";
const older = "GET /api/calls?cursor=b";
const names = new Map<string, string>([..."abcdefz"].map((letter) => [letter, randomUUID()]));
const letters = new Map<string, string>([...names].map(([letter, ref]) => [ref, letter]));
const page = (refs: string, nextCursor: string | null) => ({
  calls: [...refs].map((letter) => recordOf(names.get(letter) ?? "")),
  nextCursor,
});

describe("useCalls", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer("GET /api/me", alice);
    server.answer(all, page("cb", "b"));
  });

  function show(phone = createFakePhone()) {
    const { result, rerender } = renderHookInApp(
      ({ query, show }: { query: string; show: CallsShown }) => useCalls(query, show),
      { initialProps: { query: "", show: "all" }, phone },
    );
    return {
      list: () => result.current,
      refs: () => result.current.calls?.map(({ ref }) => letters.get(ref)).join("") ?? null,
      want: (query: string, show: CallsShown = "all") => rerender({ query, show }),
    };
  }

  it("requests only the newest page every 8 seconds, and keeps older pages", async () => {
    const { list, refs } = show();
    await pass();
    expect(refs()).toBe("cb");
    expect(list().more).toBe(true);
    server.answer(older, page("a", null));
    const came = list().showMore();
    await pass();
    expect(await came).toBe(true);
    expect(refs()).toBe("cba");
    expect(list().more).toBe(false);
    server.answer(all, page("dc", "c"));
    const before = server.requests.length;
    await pass(8_000);
    expect(refs()).toBe("dcba");
    expect(list().more).toBe(false);
    expect(server.requests.slice(before)).toEqual([all]);
  });

  it("keeps an older page that arrives while the newest one is requested", async () => {
    const { list, refs } = show();
    await pass();
    const answerOlder = server.hold(older);
    const answer = server.hold(all);
    const came = list().showMore();
    await pass(8_000);
    answerOlder(page("a", null));
    await pass();
    answer(page("dc", "c"));
    await pass();
    expect(await came).toBe(true);
    expect(refs()).toBe("dcba");
  });

  it("requests an older page once, however often the button is clicked", async () => {
    const { list } = show();
    await pass();
    server.hold(older);
    void list().showMore();
    await pass();
    expect(list().busy).toBe(true);
    expect(await list().showMore()).toBe(false);
    expect(server.count(older)).toBe(1);
  });

  it("drops an older page when the list was reloaded meanwhile", async () => {
    const { list, refs } = show();
    await pass();
    const answerOlder = server.hold(older);
    void list().showMore();
    server.answer(all, page("zf", "f"));
    await pass(8_000);
    expect(refs()).toBe("zf");
    answerOlder(page("a", null));
    await pass();
    expect(refs()).toBe("zf");
    expect(list().more).toBe(true);
  });

  it("keeps the calls while it requests those that match another search", async () => {
    const { list, refs, want } = show();
    await pass();
    const answer = server.hold("GET /api/calls?q=bob");
    want("bob");
    expect(list().pending).toBe(true);
    await pass(200);
    expect(refs()).toBe("cb");
    expect(list().pending).toBe(true);
    answer(page("b", null));
    await pass();
    expect(refs()).toBe("b");
    expect(list().pending).toBe(false);
  });

  it("shows a failure when the search has no answer", async () => {
    const { list, refs, want } = show();
    await pass();
    server.disconnect("GET /api/calls?missed=1");
    want("", "missed");
    await pass();
    expect(refs()).toBeNull();
    expect(list().failure).toBe("network");
  });

  it("forgets the calls of a search once other calls are shown", async () => {
    const { refs, want } = show();
    await pass();
    server.answer("GET /api/calls?missed=1", page("a", null));
    want("", "missed");
    await pass();
    expect(refs()).toBe("a");
    server.disconnect(all);
    want("", "all");
    await pass();
    expect(refs()).toBeNull();
  });

  it("requests the calls soon after a call is over, and when its outcome is known", async () => {
    const phone = createFakePhone(talking());
    show(phone);
    await pass();
    const before = server.count(all);
    phone.show(ended(null));
    await pass(afterCallMs);
    expect(server.count(all)).toBe(before + 1);
    phone.show(ended("completed"));
    await pass(afterCallMs);
    expect(server.count(all)).toBe(before + 2);
  });
});
