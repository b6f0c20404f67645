// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { openingElementId } from "@/lib/contracts";
import { pagePerson } from "@/lib/http/person";
import { startEarly } from "./start-early";

const phone = vi.hoisted(() => ({ start: vi.fn() }));
vi.mock("./browser", () => ({ getPhone: () => phone }));

beforeEach(() => {
  document.body.replaceChildren();
  phone.start.mockReset();
});

test("a page that was made for nobody starts no phone", () => {
  startEarly();
  expect(phone.start).not.toHaveBeenCalled();
  expect(pagePerson()).toBeNull();
});

test("the phone starts when it is known for whom the page is, as its requests say", () => {
  const element = document.createElement("div");
  element.id = openingElementId;
  element.dataset.opening = JSON.stringify({ username: "ann", token: null });
  document.body.append(element);
  phone.start.mockImplementation(() => expect(pagePerson()).toBe("ann"));
  startEarly();
  expect(phone.start).toHaveBeenCalledOnce();
});
