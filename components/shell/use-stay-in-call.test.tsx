// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { createFakePhone, ended, ready, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { renderInApp } from "@/components/testing/render";
import type { PhoneState } from "@/lib/phone/model/types";
import { useStayInCall } from "./use-stay-in-call";

const navigation = new EventTarget();
const assign = vi.fn();

beforeEach(() => {
  new FakeServer();
  Reflect.set(window, "navigation", navigation);
  assign.mockReset();
  vi.spyOn(window.location, "assign").mockImplementation(assign);
});

/** What the browser asks before it loads a page. Returns whether it does. */
function load(path: string, more: object = {}): boolean {
  const destination = { url: new URL(path, window.location.href).href, sameDocument: false };
  const event = new Event("navigate", { cancelable: true });
  Object.assign(event, { navigationType: "push", userInitiated: false, destination, ...more });
  return navigation.dispatchEvent(event);
}

/** Like Next's router, it loads a page while it renders. */
function Router({ path }: { path: string }) {
  const [loaded] = useState(() => load(path));
  return <p>{String(loaded)}</p>;
}

function Shell({ path }: { path: string | null }) {
  useStayInCall();
  return path && <Router path={path} />;
}

function show(state: PhoneState) {
  const phone = createFakePhone(state);
  const { rerender } = renderInApp(<Shell path={null} />, { phone });
  return { phone, rerender };
}

test("in a call a page that the router loads as a whole waits for the end of the call", async () => {
  const { phone, rerender } = show(talking());
  rerender(<Shell path="/history" />);
  expect(await screen.findByText(/^That page opens when your call is over/)).toBeTruthy();
  expect(assign).not.toHaveBeenCalled();
  phone.show(ended("completed"));
  expect(assign).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/\/history$/));
});

test("without a call any page is loaded", () => {
  show(ready);
  expect(load("/history")).toBe(true);
});

test.each([
  ["the user's own", { userInitiated: true }],
  ["a reload", { navigationType: "reload" }],
  ["a change within the page", { destination: { url: "http://localhost/#content", sameDocument: true } }],
  ["another site's page", { destination: { url: "https://elsewhere.example/", sameDocument: false } }],
])("in a call %s is left to the question of the browser", (_, more) => {
  show(talking());
  expect(load("/history", more)).toBe(true);
});
