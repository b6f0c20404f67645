// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp, renderOnServer } from "@/components/testing/render";
import { SettingsPage } from "./settings-page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh() {} }) }));

it("is rendered on the server, with what is known of me", () => {
  const page = renderOnServer(<SettingsPage hasPassword />, {
    me: { ...alice, displayName: "Alice of the page" },
  });
  expect(page).toContain('value="Alice of the page"');
  expect(page).toContain(">/call/alice<");
});

it("shows the call link with the address of the page", async () => {
  vi.useFakeTimers();
  new FakeServer();
  renderInApp(<SettingsPage hasPassword />);
  await pass();
  expect(screen.getByText(`${window.location.origin}/call/alice`)).toBeDefined();
});
