// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderInApp } from "@/components/testing/render";
import { inSentence } from "./bidi";
import { PersonName, Username } from "./person-name";

it("a name has the direction of its own letters, and a username is from left to right", () => {
  renderInApp(
    <>
      <PersonName name="שרה" />
      <Username username="sara" />
    </>,
  );
  expect(screen.getByText("שרה").getAttribute("dir")).toBe("auto");
  expect(screen.getByText("@sara").getAttribute("dir")).toBe("ltr");
});

describe("a name in a sentence", () => {
  it.each(["Alice", "山田 太郎", "김철수", "Zoë"])("stays as it is from left to right: %s", (name) => {
    expect(inSentence(name, 3)).toBe(name);
  });

  it.each(["שרה", "علي 12", "Ali علي"])("is isolated if it has letters from right to left: %s", (name) => {
    expect(inSentence(name)).toBe(`\u2068${name}\u2069`);
  });

  it("keeps its beginning where it must be short", () => {
    expect(inSentence("אבגדהוזח", 4)).toBe("\u2068אבג…\u2069");
  });
});
