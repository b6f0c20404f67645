import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A text field. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      className={cn(
        "h-12 w-full min-w-0 rounded-xl border border-control bg-surface px-4 text-base text-ink placeholder:text-soft",
        "transition-colors hover:border-soft focus-visible:border-green-text focus-visible:outline-1 focus-visible:outline-offset-0",
        "aria-invalid:border-red-text disabled:border-hairline disabled:text-soft",
        className,
      )}
      {...rest}
    />
  );
}
