import type { ReactNode } from "react";

/**
 * What comes up here is read out, once, without taking the focus. It must be on the page before its news is,
 * so it is there when there is none, and takes no room then.
 */
export function LiveRegion({ children }: { children: ReactNode }) {
  return (
    <div aria-live="polite" className="grid w-full grid-cols-[minmax(0,1fr)] gap-3 empty:sr-only">
      {children}
    </div>
  );
}
