import type { ComponentProps } from "react";
import { cn } from "./cn";

const tones = {
  /** The one thing to do next. */
  primary: "bg-ink text-paper hover:bg-ink/88",
  /** Starts or takes a call. */
  call: "bg-green text-on-green hover:bg-green-strong",
  /** Ends or removes something. */
  danger: "bg-red text-on-red hover:bg-red-strong",
  quiet: "bg-sunken text-ink hover:bg-hover",
  outline: "border-control text-ink hover:bg-hover",
  ghost: "text-ink hover:bg-hover",
} as const;

const sizes = {
  small: "h-9 rounded-[10px] px-3.5 text-sm",
  medium: "h-11 rounded-xl px-5 text-[15px]",
  large: "h-13 rounded-2xl px-6 text-base",
} as const;

/** How a button, or a link that looks like one, is drawn. */
export interface ButtonLook {
  tone?: keyof typeof tones;
  size?: keyof typeof sizes;
}

/** The classes of a button, for links that look like one. */
export function buttonClass({ tone = "quiet", size = "medium" }: ButtonLook, className?: string): string {
  return cn(
    "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap border border-transparent font-medium",
    "transition-[background-color,transform] duration-150 active:scale-[0.98]",
    // A disabled button is outlined, not faded: its text can still be read, and its title says why it is disabled.
    "disabled:scale-100 disabled:border-edge disabled:bg-transparent disabled:text-soft",
    "[&_svg]:size-[1.15em] [&_svg]:shrink-0",
    tones[tone],
    sizes[size],
    className,
  );
}

/** A button with a text, and perhaps an icon before it. It does not submit its form unless `type` is given. */
export function Button({
  tone,
  size,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & ButtonLook) {
  return <button type={type} className={buttonClass({ tone, size }, className)} {...rest} />;
}
