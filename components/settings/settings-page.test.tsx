// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { MeProvider } from "@/components/api/me";
import { ServerStateProvider } from "@/components/api/server-state";
import { createFakeLive } from "@/components/testing/fake-live";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import en from "@/lib/i18n/en.json";
import { SettingsPage } from "./settings-page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh() {} }) }));

it("is rendered on the server, with what is known of me", () => {
  vi.stubGlobal("window", undefined);
  const page = renderToString(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <ServerStateProvider live={createFakeLive()}>
        <MeProvider written={{ ...alice, displayName: "Alice of the page" }}>
          <SettingsPage hasPassword />
        </MeProvider>
      </ServerStateProvider>
    </NextIntlClientProvider>,
  );
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
