import type { ReactNode } from "react";
import { Part } from "@/components/ui/boundary";
import { cn } from "@/components/ui/cn";

interface PanelFrameProps {
  /** Tighter spacing, where much is shown. */
  dense?: boolean;
  /** Dark, as during a call. */
  lit?: boolean;
  top?: ReactNode;
  children: ReactNode;
  /** The buttons, always in the same place. */
  controls?: ReactNode;
}

/**
 * The frame of each screen of the call panel: something on top, the content in the middle, the buttons below. Where there
 * is not enough room, the middle scrolls and the buttons stay in sight. If the middle fails, the buttons stay, too.
 */
export function PanelFrame({ lit = false, dense = false, top, children, controls }: PanelFrameProps) {
  return (
    <div
      className={cn(
        "flex h-full min-h-0 flex-col px-6 pt-5 pb-8 short:pt-4 short:pb-5 max-lg:pb-6",
        lit ? "stage" : "bg-surface",
      )}
    >
      <div className="flex min-h-9 shrink-0 items-center justify-between gap-3">
        <Part>{top}</Part>
      </div>
      <div
        className={cn(
          "relative -mx-6 flex min-h-0 flex-1 flex-col items-center justify-center-safe overflow-y-auto overflow-x-hidden px-6 text-center",
          dense ? "gap-4 py-3" : "gap-6 py-6 short:gap-4",
        )}
      >
        <Part>{children}</Part>
      </div>
      {controls && (
        <div
          className={cn(
            "flex shrink-0 flex-col items-center",
            dense ? "gap-4" : "gap-7",
            "short:flex-row short:justify-center short:gap-0",
          )}
        >
          {controls}
        </div>
      )}
    </div>
  );
}

interface PanelTitleProps {
  name: string;
  /** A long name gets one line, where much is shown. */
  dense?: boolean;
  children?: ReactNode;
}

/** Who the call is with, and one line about it. */
export function PanelTitle({ name, dense = false, children }: PanelTitleProps) {
  return (
    <div className="w-full min-w-0">
      <h2
        translate="no"
        className={cn(
          "text-balance break-words font-semibold leading-tight",
          dense ? "line-clamp-1 text-[22px]" : "line-clamp-2 text-[26px]",
        )}
      >
        {name}
      </h2>
      <div className="mt-2 min-h-6 text-base text-soft">{children}</div>
    </div>
  );
}
