import type { ReactNode } from "react";

/**
 * Screen readers read out what appears in here, without moving the focus. A live region must be on the page before
 * its content is, so it stays while it is empty, and then takes no room.
 */
export function LiveRegion({ children }: { children: ReactNode }) {
  return (
    <div aria-live="polite" className="grid w-full grid-cols-[minmax(0,1fr)] gap-3 empty:sr-only">
      {children}
    </div>
  );
}
