import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import type { Change } from "./change";
import { Feed } from "./feed";
import { usualTimes } from "./keep-listening";
import { ways } from "./testing/ways";
import type { Transport } from "./transport";

const change = (person: string = randomUUID()): Change => ({ kind: "person", person });

/** A feed, as another process would have one, with what it has heard. */
function listener(transport: Transport, times = usualTimes) {
  const feed = new Feed(transport, times);
  const heard: Change[] = [];
  const live: boolean[] = [];
  const stop = feed.subscribe({
    onChanges: (changes) => heard.push(...changes),
    onLive: (now) => live.push(now),
  });
  const ready = () => vi.waitFor(() => expect(live.at(-1)).toBe(true), 10_000);
  return { feed, heard, live, stop, ready };
}

for (const way of ways) {
  describe.runIf(way.isAvailable)(`over ${way.name}`, () => {
    let opened: Awaited<ReturnType<typeof way.open>>;
    beforeAll(async () => {
      setTestEnvironment();
      opened = await way.open();
      return opened.close;
    });

    test("a change is heard once by each process: here at once, elsewhere soon", async () => {
      const [here, there] = [listener(opened.transport), listener(opened.transport)];
      await Promise.all([here.ready(), there.ready()]);
      expect(here.live).toEqual([false, true]);
      const [first, second] = [change(), change()];
      here.feed.publish([first]);
      expect(here.heard).toEqual([first]);
      await vi.waitFor(() => expect(there.heard).toEqual([first]), 5_000);
      there.feed.publish([second]);
      await vi.waitFor(() => expect(here.heard).toEqual([first, second]), 5_000);
      // The echo of the first would have come by now.
      expect(here.heard).toEqual([first, second]);
      here.stop();
      there.stop();
    });

    test("more than fits into one message arrives whole and in order, and so does text of any kind", async () => {
      const [here, there] = [listener(opened.transport), listener(opened.transport)];
      await Promise.all([here.ready(), there.ready()]);
      const many = Array.from({ length: 400 }, (_, number) =>
        change(`u_${number}_日本'"\\\0${"x".repeat(32)}`),
      );
      const people = Array.from({ length: 200 }, (_, number) => String(number).padStart(32, "a"));
      const screen: Change = { kind: "screen", session: randomUUID(), stream: "", people, arrivals: true };
      here.feed.publish([...many, screen]);
      await vi.waitFor(() => expect(there.heard).toEqual([...many, screen]), 5_000);
      expect(there.live).toEqual([false, true]);
      here.stop();
      there.stop();
    });

    test("what was published is sent when `sent` resolves, also without a listener here", async () => {
      const there = listener(opened.transport);
      await there.ready();
      const feed = new Feed(opened.transport);
      const one = change();
      feed.publish([one]);
      await feed.sent();
      await vi.waitFor(() => expect(there.heard).toEqual([one]), 5_000);
      there.stop();
    });
  });
}

/** A way within this process, which can be cut. */
class FakeWay implements Transport {
  readonly mostBytes = 200;
  readonly unheard = "nothing is heard";
  readonly sent: string[] = [];
  readonly ears = new Set<Parameters<Transport["listen"]>[0]>();
  isCut = false;
  isDeaf = false;
  isSilent = false;

  async send(message: string): Promise<void> {
    if (this.isCut) throw new Error("cut");
    this.sent.push(message);
    if (!this.isDeaf && !this.isSilent) for (const ear of this.ears) ear.hear(message);
  }

  async listen(ear: Parameters<Transport["listen"]>[0]): Promise<() => Promise<void>> {
    if (this.isCut) throw new Error("cut");
    this.ears.add(ear);
    return async () => {
      this.ears.delete(ear);
    };
  }
}

describe("a way that fails", () => {
  const quick = { probeEvery: 20, limit: 50, firstRetry: 5, mostRetry: 20 };
  const errors = vi.spyOn(console, "error");
  beforeAll(() => {
    errors.mockReturnValue();
  });
  afterAll(() => {
    errors.mockRestore();
  });

  test("publishing never throws, and what could not be sent arrives when it can", async () => {
    errors.mockClear();
    const way = new FakeWay();
    const there = listener(way);
    await there.ready();
    const feed = new Feed(way);
    way.isCut = true;
    const [one, two] = [change("one"), change("two")];
    feed.publish([one]);
    await vi.waitFor(() => expect(errors).toHaveBeenCalledTimes(1), 5_000);
    feed.publish([two]);
    way.isCut = false;
    await feed.sent();
    expect(there.heard).toEqual([one, two]);
    there.stop();
  });

  test("with more changes than are kept, the others are told that some are missing", async () => {
    const way = new FakeWay();
    const there = listener(way);
    await there.ready();
    const feed = new Feed(way);
    feed.publish(Array.from({ length: 5_001 }, (_, number) => change(`u_${number}`)));
    await feed.sent();
    expect(there.heard).toEqual([]);
    expect(there.live).toEqual([false, true, false, true]);
    there.stop();
  });

  test("a change that is too long for any message leaves a gap", async () => {
    const way = new FakeWay();
    const there = listener(way);
    await there.ready();
    const feed = new Feed(way);
    feed.publish([change("x".repeat(200)), change("short")]);
    await feed.sent();
    expect(there.heard).toEqual([change("short")]);
    expect(there.live).toEqual([false, true, false, true]);
    there.stop();
  });

  test("a connection that dies, with a word or without, is opened again, and listeners are told of the gap", async () => {
    const way = new FakeWay();
    const there = listener(way, quick);
    await there.ready();
    for (const ear of [...way.ears]) ear.lost(new Error("gone"));
    await vi.waitFor(() => expect(there.live).toEqual([false, true, false, true]), 5_000);
    way.isSilent = true;
    await vi.waitFor(() => expect(there.live.at(-1)).toBe(false), 5_000);
    way.isSilent = false;
    await there.ready();
    expect(way.ears.size).toBe(1);
    there.stop();
    await vi.waitFor(() => expect(way.ears.size).toBe(0), 5_000);
  });

  test("a way on which this process does not hear itself is not live, and the reason is said once", async () => {
    errors.mockClear();
    const way = new FakeWay();
    way.isDeaf = true;
    const there = listener(way, quick);
    await vi.waitFor(() => expect(way.sent.length).toBeGreaterThan(3), 5_000);
    expect(there.live).toEqual([false]);
    expect(errors.mock.calls).toEqual([[expect.stringContaining("nothing is heard")]]);
    there.stop();
  });

  test("a message that is not ours, or of a later version, does no harm", async () => {
    const way = new FakeWay();
    const there = listener(way);
    await there.ready();
    for (const text of ["", "x", "null", "[]", '{"from":1}', '{"from":"a","changes":[]}']) {
      for (const ear of way.ears) ear.hear(text);
    }
    expect(there.heard).toEqual([]);
    there.stop();
  });

  test("a listener that throws keeps neither the others nor the publisher from going on", async () => {
    const way = new FakeWay();
    const feed = new Feed(way);
    const stop = feed.subscribe({
      onChanges: () => {
        throw new Error("broken");
      },
    });
    const heard: Change[] = [];
    const stopToo = feed.subscribe({ onChanges: (changes) => heard.push(...changes) });
    feed.publish([change("one")]);
    expect(heard).toEqual([change("one")]);
    stop();
    stopToo();
  });
});
