// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import { chooseLocale } from "@/lib/i18n/choose-locale";
import { LanguageChoice } from "./language-choice";

vi.mock("@/lib/i18n/choose-locale", () => ({ chooseLocale: vi.fn() }));

describe("the choice of a language", () => {
  const remembered = vi.mocked(chooseLocale);

  beforeEach(() => {
    vi.useFakeTimers();
    new FakeServer();
    remembered.mockReset().mockResolvedValue(undefined);
  });

  function open() {
    renderInApp(<LanguageChoice />);
    return screen.getByRole<HTMLSelectElement>("combobox", { name: "Language" });
  }

  it("offers each language by its own name, with the present one", () => {
    const select = open();
    expect([...select.options].map(({ text, lang }) => [text, lang])).toEqual([
      ["English", "en"],
      ["日本語", "ja"],
    ]);
    expect(select.value).toBe("en");
  });

  it("is saved once, however often it is made during the request", async () => {
    let done = () => {};
    remembered.mockImplementation(
      () =>
        new Promise((resolve) => {
          done = resolve;
        }),
    );
    const select = open();
    fireEvent.change(select, { target: { value: "ja" } });
    await pass();
    expect(select.getAttribute("aria-busy")).toBe("true");
    fireEvent.change(select, { target: { value: "ja" } });
    done();
    await pass();
    expect(remembered.mock.calls).toEqual([["ja"]]);
    expect(select.getAttribute("aria-busy")).toBe("false");
  });

  it.each([
    // What `fetch` rejects with when no answer comes, and what Next does when the server answers with an error.
    [new TypeError("Failed to fetch"), /The server does not answer/],
    [new Error("An error occurred in the Server Components render."), /Something went wrong on our side/],
  ])("shows why it failed: %s", async (error, text) => {
    remembered.mockRejectedValue(error);
    fireEvent.change(open(), { target: { value: "ja" } });
    await pass();
    expect(screen.getByText(text)).toBeTruthy();
  });
});
