import { afterEach, expect, test, vi } from "vitest";
import { Bench, settle, testUuid } from "../testing/fake-deps";
import { attachExtras } from "./extras";

afterEach(() => {
  vi.unstubAllGlobals();
});

const texts = { anonymous: "Anonymous", guest: "Guest", app: "Browser Phone" };

/** A browser with a lock screen, and nothing else that the extras use. */
function lockScreen() {
  class Metadata {
    constructor(readonly shown: { title: string; artist: string }) {}
  }
  const session: { metadata: Metadata | null; setActionHandler: () => void } = {
    metadata: null,
    setActionHandler: () => {},
  };
  vi.stubGlobal("navigator", { mediaSession: session });
  vi.stubGlobal("window", { MediaMetadata: Metadata });
  vi.stubGlobal("MediaMetadata", Metadata);
  return session;
}

test.each([
  [{ name: "Alice", username: "alice" }, "Alice", "@alice · Browser Phone"],
  [{ name: "Carol", guest: "1" }, "Carol", "Guest · Browser Phone"],
  [{}, "Anonymous", "Browser Phone"],
])("the lock screen shows the caller and the app: %o", async (caller, title, artist) => {
  const session = lockScreen();
  const bench = await new Bench().ready();
  const call = bench.network.device.ring({ ref: testUuid(900), ...caller });
  bench.phone.answer();
  await settle();
  call.open();
  // Attached in the call, as when the language is changed.
  const detach = attachExtras(bench.phone, texts);
  expect(session.metadata?.shown).toEqual({ title, artist });
  bench.phone.hangUp();
  expect(session.metadata).toBeNull();
  detach();
});

test("a screen lock that is granted after the extras ended is released", async () => {
  let grant = (_lock: unknown) => {};
  const release = vi.fn(async () => {});
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
  const request = () => new Promise((resolve) => (grant = resolve));
  vi.stubGlobal("navigator", { wakeLock: { request } });
  const bench = await new Bench().ready();
  const detach = attachExtras(bench.phone, texts);
  await bench.talk();
  // The page is told of a talk when its sound has had its time.
  await bench.clock.pass(100);
  detach();
  grant({ released: false, release });
  await settle();
  expect(release).toHaveBeenCalledOnce();
});

test("an extra that the browser refuses harms neither the page nor the call, and leaves nothing behind", async () => {
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  const session = lockScreen();
  Object.assign(session, { setMicrophoneActive: () => Promise.reject(new Error("not for this page")) });
  vi.stubGlobal(
    "MediaMetadata",
    class {
      constructor() {
        throw new TypeError("no lock screen");
      }
    },
  );
  const bench = await new Bench().ready();
  await bench.talk();
  const detach = attachExtras(bench.phone, texts);
  bench.phone.setMuted(true);
  await settle();
  expect(bench.state).toMatchObject({ kind: "inCall", talk: { muted: true } });
  detach();
  errors.mockClear();
  bench.phone.hangUp();
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});
