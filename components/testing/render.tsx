import { act, cleanup, render, renderHook } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, StrictMode, useState } from "react";
import { renderToString } from "react-dom/server";
import { toast } from "sonner";
import { afterEach, vi } from "vitest";
import { MeProvider } from "@/components/api/me";
import { ServerStateProvider } from "@/components/api/server-state";
import { CanCallProvider } from "@/components/phone/hooks/can-call";
import { noPhone } from "@/components/phone/hooks/no-phone";
import { PhoneContext } from "@/components/phone/hooks/use-phone";
import { SonnerToaster } from "@/components/ui/sonner-toaster";
import type { Me } from "@/lib/contracts";
import en from "@/lib/i18n/en.json";
import type { Live } from "@/lib/live/live";
import type { Phone } from "@/lib/phone/model/types";
import { createFakeLive } from "./fake-live";

// Testing Library does this by itself only where the functions of the test runner are globals.
afterEach(() => {
  cleanup();
  // Toasts outlive the component that shows them.
  for (const { id } of toast.getToasts()) toast.dismiss(id);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Ends what a page that has left keeps back (`lib/http/hold.ts`), since all tests of a file run in one page. */
export function renewPage(): void {
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
}

export const alice: Me = {
  username: "alice",
  displayName: "Alice",
  doNotDisturb: false,
  callPolicy: "everyone",
  anonymousByDefault: false,
  calling: "on",
  acceptsAnonymous: true,
  missed: 0,
  unheard: 0,
};

interface World {
  phone?: Phone;
  /** Who is signed in, as the server rendered the page. */
  me?: Me;
  /** Tells of changes; by default nothing does, so that the server is polled. */
  live?: Live;
}

/** What the app's layouts put around a page, in English. */
function AppAround({ phone = noPhone, me = alice, live, children }: World & { children: ReactNode }) {
  const [quiet] = useState(createFakeLive);
  return (
    <StrictMode>
      <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
        <ServerStateProvider live={live ?? quiet}>
          <MeProvider written={me}>
            <PhoneContext value={phone}>
              <CanCallProvider>{children}</CanCallProvider>
              <SonnerToaster label="Browser Phone" />
            </PhoneContext>
          </MeProvider>
        </ServerStateProvider>
      </NextIntlClientProvider>
    </StrictMode>
  );
}

const around =
  (world: World) =>
  ({ children }: { children: ReactNode }) => <AppAround {...world}>{children}</AppAround>;

/** Renders a component where it would be in the app. */
export function renderInApp(children: ReactNode, world: World = {}) {
  return render(children, { wrapper: around(world) });
}

/** The HTML of a component where it would be in the app, made as on the server: without a window. */
export function renderOnServer(children: ReactNode, world: World = {}): string {
  vi.stubGlobal("window", undefined);
  const html = renderToString(<AppAround {...world}>{children}</AppAround>);
  vi.unstubAllGlobals();
  return html;
}

/** Calls a hook where it would be in the app. */
export function renderHookInApp<Result, Props>(
  hook: (props: Props) => Result,
  { initialProps, ...world }: World & { initialProps?: Props } = {},
) {
  return renderHook(hook, { wrapper: around(world), initialProps });
}

/** Lets `ms` of fake time pass and the page render. `pass()`: only what needs no time. */
export async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await act(async () => undefined);
}
