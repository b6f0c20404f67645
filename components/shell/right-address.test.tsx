// @vitest-environment happy-dom
import { render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, expect, test, vi } from "vitest";
import messages from "@/lib/i18n/en.json";
import { RightAddress } from "./right-address";

afterEach(() => vi.unstubAllGlobals());

/** Opens a page at `url` of an app whose right address is `home`. Returns where the page leads. */
function open(url: string, home: string, origins = [home]): string | undefined {
  const replace = vi.fn();
  const { origin, hostname, pathname, search, hash } = new URL(url);
  vi.stubGlobal("location", { origin, hostname, pathname, search, hash, replace });
  render(
    <NextIntlClientProvider locale="en" messages={messages}>
      <RightAddress origins={origins} home={home} />
    </NextIntlClientProvider>,
  );
  return replace.mock.calls[0]?.[0];
}

test("a page at a right address stays and says nothing", () => {
  const origins = ["https://phone.example", "http://localhost:3000"];
  for (const origin of origins)
    expect(open(`${origin}/history`, "https://phone.example", origins)).toBeUndefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test.each([
  ["https://app.vercel.app/call/bob?x=1#y", "https://phone.example", "https://phone.example/call/bob?x=1#y"],
  ["http://phone.example/", "https://phone.example", "https://phone.example/"],
  ["http://alias:3000/sign-in", "https://phone.example", "https://phone.example/sign-in"],
  ["http://127.0.0.1:3000/", "http://localhost:3000", "http://localhost:3000/"],
  ["http://[::1]:3000/a", "http://localhost:3000", "http://localhost:3000/a"],
])("a page at %s of an app at %s leads to the same page there", (url, home, to) => {
  expect(open(url, home)).toBe(to);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("another machine is told the address instead, if it is one that only the app's own machine can open", () => {
  expect(open("http://192.168.1.5:3000/", "http://localhost:3000")).toBeUndefined();
  expect(screen.getByRole("alert").textContent).toContain("http://localhost:3000");
});
