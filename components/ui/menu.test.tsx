// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Menu, MenuItem } from "./menu";

/** Its code is loaded then, which takes a slow machine seconds. */
const patience = { timeout: 20_000 };

afterEach(cleanup);

function show() {
  render(
    <Menu trigger={<button type="button">Options</button>}>
      <MenuItem>Copy</MenuItem>
      <MenuItem>Block</MenuItem>
    </Menu>,
  );
  return screen.getByRole("button", { name: "Options" });
}

test("a menu is a button alone until a press opens it", async () => {
  const button = show();
  expect(button.getAttribute("aria-haspopup")).toBe("menu");
  expect(button.getAttribute("aria-expanded")).toBe("false");
  expect(screen.queryByRole("menu")).toBeNull();
  fireEvent.pointerDown(button, { button: 0 });
  expect(await screen.findByRole("menu", {}, patience)).toBeTruthy();
  expect(screen.getAllByRole("menuitem").map(({ textContent }) => textContent)).toEqual(["Copy", "Block"]);
});

test.each(["Enter", " ", "ArrowDown"])("the key %j opens it at its first item", async (key) => {
  const button = show();
  button.focus();
  fireEvent.keyDown(button, { key });
  const first = await screen.findByRole("menuitem", { name: "Copy" }, patience);
  await expect.poll(() => document.activeElement, patience).toBe(first);
});

test("another key and another button of the mouse leave it closed", () => {
  const button = show();
  fireEvent.keyDown(button, { key: "a" });
  fireEvent.pointerDown(button, { button: 2 });
  expect(screen.queryByRole("menu")).toBeNull();
});
