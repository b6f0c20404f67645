"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { toast } from "@/components/ui/toast";
import { hasCallUp } from "@/lib/phone/state/selectors";

/** The part of the Navigation API that is used here, which TypeScript's DOM types do not have in each version. */
interface NavigateEvent extends Event {
  readonly navigationType: string;
  readonly userInitiated: boolean;
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
}

/**
 * Keeps a call when the router would load another page as a whole: it does so when the server has another version of the
 * app, or gives no page. That would end the call, or ask "Leave page?". Instead the page opens when the call is over.
 * What the user does themselves (a reload, the address bar, closing the tab) is asked about as before.
 */
export function useStayInCall(): void {
  const t = useTranslations("newVersion");
  const inCall = usePhoneFact(hasCallUp);
  const wanted = useRef<string | null>(null);

  const text = t("pageAfterCall");
  useEffect(() => {
    // Missing in older browsers, which ask before the page is left.
    const navigation: EventTarget | undefined = Reflect.get(window, "navigation");
    if (!inCall || !navigation) return;

    /** The router loads the page while React renders: so this changes no state at once, and is no effect event. */
    function onNavigate(event: Event): void {
      const { navigationType, userInitiated, destination } = event as NavigateEvent;
      const isLoad = !destination.sameDocument && (navigationType === "push" || navigationType === "replace");
      if (!isLoad || userInitiated || new URL(destination.url).origin !== window.location.origin) return;
      event.preventDefault();
      wanted.current = destination.url;
      setTimeout(() => toast(text, { id: "page-after-call" }));
    }

    navigation.addEventListener("navigate", onNavigate);
    return () => navigation.removeEventListener("navigate", onNavigate);
  }, [inCall, text]);

  useEffect(() => {
    if (inCall || wanted.current === null) return;
    window.location.assign(wanted.current);
    wanted.current = null;
  }, [inCall]);
}
