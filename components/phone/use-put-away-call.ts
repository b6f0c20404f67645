"use client";

import { useEffect } from "react";
import { isNarrow } from "@/components/ui/use-narrow";
import { usePhone } from "./use-phone";

/**
 * On a small screen a call that has ended fills the first page, in place of the people. Who goes to another page has
 * seen how it ended (the bar of the other pages says so too), and is not shown it again minutes later.
 */
export function usePutAwayCall(path: string): void {
  const phone = usePhone();
  useEffect(() => {
    return () => {
      if (path && isNarrow() && phone.getState().kind === "ended") phone.dismiss();
    };
  }, [path, phone]);
}
