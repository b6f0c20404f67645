"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { toastsWanted } from "./toast";
import { onFirstTouch } from "./first-touch";

type Loaded = typeof import("./sonner-toaster");

/**
 * Where toasts appear. What shows them is loaded when the user first touches the page: no toast comes before, and a page
 * opens sooner without it.
 */
export function Toaster({ label }: { label: string }) {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.getState, () => false);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => onFirstTouch(() => toastsWanted.set(true)), []);
  useEffect(() => {
    if (!wanted) return;
    // Without the network it is tried again with the next toast.
    import("./sonner-toaster").then(setLoaded, () => toastsWanted.set(false));
  }, [wanted]);
  return loaded && <loaded.SonnerToaster label={label} />;
}
