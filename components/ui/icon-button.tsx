import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

interface IconButtonProps extends ComponentProps<"button"> {
  /** The name: read aloud, and shown on hover and focus. */
  label: string;
}

/** A button that is an icon. The label is its accessible name and its tooltip. */
export function IconButton({ label, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type={type}
        aria-label={label}
        className={cn(
          "inline-grid size-10 shrink-0 place-items-center rounded-xl text-soft transition-colors",
          "hover:bg-hover hover:text-ink",
          "data-[state=open]:bg-hover data-[state=open]:text-ink [&_svg]:size-5",
          className,
        )}
        {...rest}
      />
    </Tooltip>
  );
}
