// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { NoticeButton } from "./notice-button";

it("moves the focus to the page around it before it does its work", () => {
  const focused: (string | undefined)[] = [];
  render(
    <section tabIndex={-1} aria-label="around">
      <NoticeButton
        onClick={() => focused.push(document.activeElement?.getAttribute("aria-label") ?? undefined)}
      >
        Dismiss
      </NoticeButton>
    </section>,
  );
  const button = screen.getByRole("button", { name: "Dismiss" });
  button.focus();
  fireEvent.click(button);
  expect(focused).toEqual(["around"]);
});
