"use client";

import type { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isNarrow } from "@/components/ui/use-narrow";
import { usePhone } from "./use-phone";

/** Whether the page changes because a call is to be shown: then its end, however soon, is still news. */
let onTheWayToCall = false;

/** On a small screen the call is a page of its own; on a desktop its panel is always there. */
export function goToCall(router: ReturnType<typeof useRouter>): void {
  if (!isNarrow() || window.location.pathname === "/") return;
  onTheWayToCall = true;
  router.push("/");
}

/**
 * On a small screen a call that has ended fills the first page, in place of the people. Who goes to another page has
 * seen how it ended (the bar of the other pages says so too), and is not shown it again minutes later.
 */
export function usePutAwayCall(path: string): void {
  const phone = usePhone();
  useEffect(() => {
    return () => {
      if (path && !onTheWayToCall && isNarrow() && phone.getState().kind === "ended") phone.dismiss();
      onTheWayToCall = false;
    };
  }, [path, phone]);
}
