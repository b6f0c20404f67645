import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  plain: "bg-surface text-ink group-hover:bg-hover",
  /** Something unusual is switched on, such as Mute. */
  on: "bg-ink text-paper",
  call: "bg-green text-on-green group-hover:bg-green-strong",
  danger: "bg-red text-on-red group-hover:bg-red-strong",
} as const;

interface RoundButtonProps extends ComponentProps<"button"> {
  icon: ReactNode;
  /** Shown below the icon; also the accessible name. */
  label: string;
  tone?: keyof typeof tones;
  large?: boolean;
}

/** A large round button with its label below. In a low window four fit side by side. */
export function RoundButton({
  icon,
  label,
  tone = "plain",
  large = false,
  className,
  ...rest
}: RoundButtonProps) {
  return (
    <button
      type="button"
      className={cn(
        "group flex w-24 short:w-[min(5.25rem,21vw)] select-none flex-col items-center gap-2.5 font-medium text-sm short:text-xs outline-none",
        className,
      )}
      {...rest}
    >
      <span
        aria-hidden
        className={cn(
          "grid place-items-center rounded-full transition-[background-color,transform] duration-150 group-active:scale-95 group-focus-visible:outline-2 group-focus-visible:outline-offset-3 group-focus-visible:outline-ink",
          large ? "size-[72px] short:size-[60px] [&_svg]:size-7" : "size-[60px] [&_svg]:size-6",
          tones[tone],
        )}
      >
        {icon}
      </span>
      <span className="max-w-full truncate">{label}</span>
    </button>
  );
}
