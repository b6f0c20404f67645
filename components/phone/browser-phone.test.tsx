// @vitest-environment happy-dom
import { render } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, type FakePhone } from "@/components/testing/fake-phone";
import "@/components/testing/render";
import en from "@/lib/i18n/en.json";
import ja from "@/lib/i18n/ja.json";
import type { Phone } from "@/lib/phone/model/types";
import { BrowserPhone } from "./browser-phone";
import { noPhone } from "./hooks/no-phone";
import { usePhone, usePhoneState } from "./hooks/use-phone";

const tab = vi.hoisted(() => ({ getPhone: vi.fn(), attachExtras: vi.fn() }));
vi.mock("@/lib/phone/browser", () => ({ getPhone: tab.getPhone }));
vi.mock("@/lib/phone/extras/extras", () => ({ attachExtras: tab.attachExtras }));
vi.mock("./notifications/use-notifications", () => ({ useNotifications: () => {} }));
vi.mock("./notifications/use-app-badge", () => ({ useAppBadge: () => {} }));
vi.mock("./notifications/use-back-news", () => ({ useBackNews: () => {} }));

/** The phones that the page was rendered with, in order. */
let seen: Phone[] = [];

/** The kinds of its state that the page was rendered with, in order. */
let shown: string[] = [];

function Page() {
  seen.push(usePhone());
  const { kind } = usePhoneState();
  shown.push(kind);
  return kind;
}

describe("the phone of the tab", () => {
  let phone: FakePhone;
  /** The texts of the extras that are attached now. */
  const attached = new Set<{ anonymous: string; app: string }>();
  beforeEach(() => {
    phone = createFakePhone();
    attached.clear();
    seen = [];
    shown = [];
    tab.getPhone.mockReset().mockImplementation(() => phone);
    tab.attachExtras.mockReset().mockImplementation((_: Phone, texts: { anonymous: string; app: string }) => {
      attached.add(texts);
      return () => attached.delete(texts);
    });
  });

  const app = (locale: "en" | "ja" = "en") => (
    <StrictMode>
      <NextIntlClientProvider locale={locale} messages={locale === "en" ? en : ja} timeZone="UTC">
        <BrowserPhone>
          <Page />
        </BrowserPhone>
      </NextIntlClientProvider>
    </StrictMode>
  );

  it("is provided to the page and started", () => {
    render(app());
    expect(new Set(seen)).toEqual(new Set([phone]));
    expect(phone.start).toHaveBeenCalled();
  });

  it("is not looked for on the server, and is there once the page is hydrated", () => {
    const container = document.createElement("div");
    vi.stubGlobal("window", undefined);
    container.innerHTML = renderToString(app());
    vi.unstubAllGlobals();
    expect(tab.getPhone).not.toHaveBeenCalled();
    expect(new Set(seen)).toEqual(new Set([noPhone]));
    seen = [];
    shown = [];
    render(app(), { container, hydrate: true });
    expect(new Set(seen)).toEqual(new Set([phone]));
    // As the server rendered it: React would otherwise throw the page's elements away.
    expect(shown[0]).toBe("starting");
    expect(container.textContent).toBe("ready");
    expect(phone.start).toHaveBeenCalled();
  });

  it("goes on when the component goes, because signing out stops it", () => {
    render(app()).unmount();
    expect(phone.stop).not.toHaveBeenCalled();
  });

  it("is not started again by a new language", () => {
    const { rerender } = render(app());
    vi.mocked(phone.start).mockClear();
    rerender(app("ja"));
    expect(phone.start).not.toHaveBeenCalled();
  });

  it("has its extras attached once, in the language of the page", () => {
    const { rerender } = render(app());
    expect([...attached]).toEqual([{ anonymous: en.app.anonymous, guest: en.app.guest, app: en.app.name }]);
    expect(tab.attachExtras).toHaveBeenCalledWith(phone, expect.anything());
    rerender(app("ja"));
    expect([...attached]).toEqual([{ anonymous: ja.app.anonymous, guest: ja.app.guest, app: ja.app.name }]);
  });

  it("has its extras detached when the component goes", () => {
    const { unmount } = render(app());
    expect(attached.size).toBe(1);
    unmount();
    expect(attached.size).toBe(0);
  });
});
