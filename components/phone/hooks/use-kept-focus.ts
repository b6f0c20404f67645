"use client";

import { type RefObject, useEffect, useRef } from "react";
import { takeLostFocus } from "@/components/ui/focus";

/**
 * Keeps the focus in the phone: when a button that had it goes away with its screen, it goes to `panel` instead of the top of
 * the page. What is marked with `data-phone` elsewhere, as a waiting call is, counts as a part of the phone. `screen`: changes
 * whenever another screen is shown.
 */
export function useKeptFocus(panel: RefObject<HTMLElement | null>, screen: string): void {
  const focused = useRef(false);

  useEffect(() => {
    function follow({ target }: FocusEvent) {
      focused.current = target instanceof Element && target.closest("[data-phone]") !== null;
    }
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, []);

  useEffect(() => {
    if (screen && focused.current) takeLostFocus(panel.current);
  }, [screen, panel]);
}
