"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useMeState } from "@/components/api/me";
import { usePutAwayCall } from "@/components/phone/hooks/call-page";
import { useAfterCall } from "@/components/phone/hooks/use-after-call";
import { useReloadForNewVersion } from "@/components/phone/hooks/use-new-version";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { BareCall } from "@/components/phone/in-call/bare-call";
import { CallPanel } from "@/components/phone/screens/call-panel";
import { WaitingCall } from "@/components/phone/screens/incoming-dialog";
import { CallBar } from "@/components/phone/status/call-bar";
import { LineStrip } from "@/components/phone/status/line-strip";
import { PhoneStatus } from "@/components/phone/status/phone-status";
import { Boundary } from "@/components/ui/boundary";
import { cn } from "@/components/ui/cn";
import { LiveRegion } from "@/components/ui/live-region";
import { Mark } from "@/components/ui/mark";
import { useIsNarrow } from "@/components/ui/use-narrow";
import type { PhoneState } from "@/lib/phone/model/types";
import { callOf } from "@/lib/phone/state/selectors";
import { AccountMenu } from "./account-menu";
import { MainNav } from "./main-nav";
import { useStayInCall } from "./use-stay-in-call";

const isIncoming = (state: PhoneState) => state.kind === "incoming";
const rings = (state: PhoneState) => state.kind === "incoming" && !state.answering;
const isOutdated = (state: PhoneState) => state.kind === "offline" && state.problem.code === "new_version";
const showsCall = (state: PhoneState) => callOf(state) !== null;

/**
 * Everything around a page. The phone stays mounted when the page changes. On a desktop it stands beside every page; on
 * a small screen a call replaces the content of the first page, and is a bar above the others.
 */
export function PhoneShell({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const incoming = usePhoneFact(isIncoming);
  const hasCall = usePhoneFact(showsCall);
  const path = usePathname();
  const home = path === "/";
  const narrow = useIsNarrow();
  const ringing = usePhoneFact(rings);
  const covered = narrow && ringing;
  const inPlace = incoming || (home && hasCall);
  const { refresh } = useMeState();
  usePutAwayCall(path);
  useStayInCall();
  useReloadForNewVersion(usePhoneFact(isOutdated));
  // The badge of missed calls is up to date as soon as a call is over.
  useAfterCall(() => void refresh());

  return (
    <div className="flex h-dvh flex-col lg:grid lg:grid-cols-[5.75rem_minmax(0,1fr)_26.5rem] lg:grid-rows-[4.75rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-3 left-3 z-80 -translate-y-20 rounded-xl bg-ink px-4 py-2.5 font-medium text-paper focus:translate-y-0"
      >
        {t("app.skip")}
      </a>
      {/* In front of the page, since its menu opens over it. On a small screen a ringing call covers both. */}
      <header className="z-30 flex items-center gap-3 border-hairline px-5 py-3 max-lg:border-b lg:col-start-3 lg:row-start-1 lg:pt-5 lg:pr-6 lg:pb-4 lg:pl-1">
        <Mark className="lg:hidden" />
        <Boundary>
          <PhoneStatus className="flex-1" />
        </Boundary>
        <div inert={covered} className="contents">
          <Boundary>
            <AccountMenu />
          </Boundary>
        </div>
      </header>
      <div inert={covered} className="contents">
        <Boundary>
          <MainNav />
        </Boundary>
      </div>
      <main
        id="content"
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col outline-none lg:col-span-2 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:grid lg:grid-cols-[minmax(0,1fr)_26.5rem]"
      >
        <div className="px-4 lg:hidden">
          {!home && (
            <Boundary fallback={<BareCall />}>
              <CallBar />
            </Boundary>
          )}
          <LiveRegion>
            <Boundary>
              <LineStrip />
            </Boundary>
          </LiveRegion>
        </div>
        {/* `relative`: visually hidden content inside scrolls with it. */}
        <div className={cn("relative min-h-0 flex-1 overflow-y-auto", inPlace && "max-lg:hidden")}>
          {children}
        </div>
        <section
          aria-label={t("phone.panelLabel")}
          className={cn(
            "min-h-0 lg:pt-[4.75rem] lg:pr-5 lg:pb-5",
            inPlace ? "max-lg:flex-1" : "max-lg:hidden",
          )}
        >
          {inPlace && <h1 className="sr-only lg:hidden">{t("phone.title")}</h1>}
          <div className="h-full overflow-hidden border-hairline lg:rounded-[28px] lg:border lg:shadow-low">
            <CallPanel />
          </div>
        </section>
      </main>
      <WaitingCall />
    </div>
  );
}
