import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/**
 * A choice of one among a few. The browser's own select: it opens as a wheel on phones, works with every
 * assistive technology, and never blocks the page while a call rings.
 */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative block">
      <select
        className={cn(
          "h-12 w-full min-w-0 appearance-none truncate rounded-xl border border-control bg-surface pr-10 pl-4 text-base text-ink",
          "transition-colors hover:border-soft focus-visible:border-green-text focus-visible:outline-1 focus-visible:outline-offset-0 disabled:border-hairline disabled:text-soft",
          className,
        )}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3.5 size-[18px] -translate-y-1/2 text-soft"
      />
    </span>
  );
}
