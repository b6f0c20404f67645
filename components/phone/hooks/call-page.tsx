"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, type RefObject, useContext, useEffect, useRef } from "react";
import { isNarrow } from "@/components/ui/use-narrow";
import { usePhone } from "./use-phone";

// On a small screen a call is a page of its own, the first page; on a desktop its panel stands beside every page.

/** Set while the page changes in order to show a call. */
const OnTheWayToCall = createContext<RefObject<boolean>>({ current: false });

/** Goes around everything that starts, takes or shows a call. */
export function CallPageProvider({ children }: { children: ReactNode }) {
  return <OnTheWayToCall value={useRef(false)}>{children}</OnTheWayToCall>;
}

/** Opens the page of the call, where it has one. */
export function useGoToCall(): () => void {
  const onTheWay = useContext(OnTheWayToCall);
  const router = useRouter();
  return () => {
    if (!isNarrow() || window.location.pathname === "/") return;
    onTheWay.current = true;
    router.push("/");
  };
}

/**
 * Dismisses a call that has ended, on a small screen, when its user goes to another page. They have seen how it ended
 * (the bar of the other pages shows it too), and would otherwise find it in place of the people minutes later. A call
 * that ends while the page changes to its own page is not dismissed: its end has not been seen.
 */
export function usePutAwayCall(path: string): void {
  const phone = usePhone();
  const onTheWay = useContext(OnTheWayToCall);
  useEffect(() => {
    return () => {
      if (path && !onTheWay.current && isNarrow() && phone.getState().kind === "ended") phone.dismiss();
      onTheWay.current = false;
    };
  }, [path, phone, onTheWay]);
}
