import { cn } from "./cn";

const tones = {
  red: "bg-red-wash text-red-text",
  amber: "bg-amber-wash text-amber-text",
  green: "bg-green-wash text-green-text",
  neutral: "bg-sunken text-soft",
} as const;

/** A short label, such as “Blocked”. */
export function Badge({ tone = "neutral", children }: { tone?: keyof typeof tones; children: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center whitespace-nowrap rounded-md px-2 font-medium text-xs",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A number on an icon; nothing for 0. Hidden from screen readers, because the name of the link has the number. */
export function Count({ value, className }: { value: number; className?: string }) {
  if (value === 0) return null;
  return (
    <span
      aria-hidden
      className={cn(
        "grid h-5 min-w-5 place-items-center rounded-full bg-red px-1.5 font-semibold text-[11px] text-on-red tabular-nums",
        className,
      )}
    >
      {value > 99 ? "99+" : value}
    </span>
  );
}
