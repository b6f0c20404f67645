// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { renderInApp } from "@/components/testing/render";
import { SearchBox } from "./search-box";

function Page({ first, searched }: { first: string; searched: (text: string) => void }) {
  const [value, setValue] = useState(first);
  const change = (text: string) => {
    searched(text);
    setValue(text);
  };
  return <SearchBox label="Find" placeholder="" value={value} onChange={change} />;
}

/** A page with the field, which reports what is searched for. */
function open(first = "") {
  const searched = vi.fn();
  renderInApp(<Page first={first} searched={searched} />);
  const field = screen.getByRole<HTMLInputElement>("searchbox");
  return { field, searched, type: (value: string) => fireEvent.change(field, { target: { value } }) };
}

describe("a Japanese conversion in the search field", () => {
  it("is searched for once it is confirmed, and shown all along", () => {
    const { field, searched, type } = open("山");
    fireEvent.compositionStart(field);
    for (const text of ["山t", "山た", "山たr", "山たろう", "山太郎"]) {
      type(text);
      expect(field.value).toBe(text);
    }
    expect(searched).not.toHaveBeenCalled();
    fireEvent.compositionEnd(field);
    expect(searched).toHaveBeenCalledExactlyOnceWith("山太郎");
    expect(field.value).toBe("山太郎");
  });

  it.each([
    ["during it", { isComposing: true }],
    ["right after it, as in Safari", { keyCode: 229 }],
  ])("is cancelled by Escape, which empties nothing: %s", (_, event) => {
    const { field, searched } = open("山");
    fireEvent.keyDown(field, { key: "Escape", ...event });
    expect(searched).not.toHaveBeenCalled();
    expect(field.value).toBe("山");
    fireEvent.keyDown(field, { key: "Escape" });
    expect(searched).toHaveBeenCalledExactlyOnceWith("");
  });

  it("that is cancelled searches for what was there before", () => {
    const { field, searched, type } = open("山");
    fireEvent.compositionStart(field);
    type("山た");
    type("山");
    fireEvent.compositionEnd(field);
    expect(searched).toHaveBeenCalledExactlyOnceWith("山");
  });

  it("can be emptied by the cross, which shows during it", () => {
    const { field, searched, type } = open();
    fireEvent.compositionStart(field);
    type("た");
    fireEvent.compositionEnd(field);
    fireEvent.click(screen.getByRole("button", { name: "Clear" }));
    expect(searched).toHaveBeenLastCalledWith("");
    expect(field.value).toBe("");
  });
});

describe("a composition that is no conversion", () => {
  it("is searched for at each step in Korean", () => {
    const { field, searched, type } = open();
    fireEvent.compositionStart(field);
    type("기");
    type("김");
    expect(searched.mock.calls).toEqual([["기"], ["김"]]);
  });

  it("is searched for at each letter on Android, where every word is composed", () => {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (Linux; Android 15; Pixel 9)");
    const { field, searched, type } = open();
    fireEvent.compositionStart(field);
    type("al");
    expect(searched).toHaveBeenCalledExactlyOnceWith("al");
    type("た");
    expect(searched).toHaveBeenCalledOnce();
  });
});
