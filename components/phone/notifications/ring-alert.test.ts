import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startRingAlert } from "./ring-alert";

const notice = { title: "Alice is calling", body: "Answer", ref: "one" };
const closed = vi.fn();
const shown = vi.fn((_title: string) => {});

/** A page that the user looks at, or not. */
function fakePage(calm: boolean) {
  const window = Object.assign(new EventTarget(), {
    matchMedia: () => ({ matches: calm }),
    focus: vi.fn(),
    Notification: class {
      static permission = "granted";
      constructor(title: string) {
        shown(title);
      }
      close = closed;
    },
  });
  const page = { hidden: false, focused: true };
  const document = Object.assign(new EventTarget(), {
    title: "Phone",
    documentElement: { lang: "en" },
    hasFocus: () => page.focused,
  });
  Object.defineProperty(document, "hidden", { get: () => page.hidden });
  vi.stubGlobal("window", window);
  vi.stubGlobal("document", document);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("Notification", window.Notification);
  return { page, window, document };
}

const tick = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a call that rings", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    closed.mockReset();
    shown.mockReset();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("changes nothing for a user who looks at the page", async () => {
    const { document } = fakePage(false);
    startRingAlert(notice)();
    await tick(0);
    expect(document.title).toBe("Phone");
    expect(shown).not.toHaveBeenCalled();
  });

  it("alternates the page's title, and restores it when the ringing ends", async () => {
    const { document, page } = fakePage(false);
    page.hidden = true;
    const end = startRingAlert(notice);
    const titles = [document.title];
    for (let second = 0; second < 3; second++) {
      await tick(1000);
      titles.push(document.title);
    }
    expect(titles).toEqual([notice.title, "Phone", notice.title, "Phone"]);
    await tick(1000);
    end();
    expect(document.title).toBe("Phone");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("shows the name and the username in turn, and restores the title", async () => {
    const { document, page } = fakePage(false);
    page.hidden = true;
    const end = startRingAlert({ ...notice, username: "@alice" });
    const titles = [document.title];
    for (let second = 0; second < 3; second++) {
      await tick(1000);
      titles.push(document.title);
    }
    expect(titles).toEqual([notice.title, "@alice", notice.title, "@alice"]);
    end();
    expect(document.title).toBe("Phone");
  });

  it("does so slowly for people who prefer less motion", async () => {
    const { document, page } = fakePage(true);
    page.hidden = true;
    const end = startRingAlert({ ...notice, username: "@alice" });
    await tick(3000);
    expect(document.title).toBe(notice.title);
    await tick(1000);
    expect(document.title).toBe("@alice");
    end();
    expect(document.title).toBe("Phone");
  });

  it("keeps the title steady for people who prefer less motion", async () => {
    const { document, page } = fakePage(true);
    page.hidden = true;
    const end = startRingAlert(notice);
    for (let second = 0; second < 3; second++) {
      await tick(1000);
      expect(document.title).toBe(notice.title);
    }
    end();
    expect(document.title).toBe("Phone");
  });

  it("notifies once when the page is visible but another window has the focus", async () => {
    const { page, window } = fakePage(true);
    const end = startRingAlert(notice);
    page.focused = false;
    window.dispatchEvent(new Event("blur"));
    window.dispatchEvent(new Event("blur"));
    await tick(0);
    expect(shown.mock.calls).toEqual([[notice.title]]);
    expect(closed).not.toHaveBeenCalled();
    end();
  });

  it("closes its notification when the ringing ends, and when the page is unloaded", async () => {
    const { page, window } = fakePage(true);
    page.hidden = true;
    const end = startRingAlert(notice);
    await tick(0);
    window.dispatchEvent(new Event("pagehide"));
    expect(closed).toHaveBeenCalledTimes(1);
    end();
    expect(closed).toHaveBeenCalledTimes(2);
  });
});
