import { cn } from "./cn";

/** The logo of the product: two people and the line between them. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 40 40" fill="none" aria-hidden="true" className={cn("size-9", className)}>
      <rect width="40" height="40" rx="12" className="fill-ink" />
      <path d="M11 15.5C12 30 28 30 29 15.5" className="stroke-paper" strokeWidth="3" strokeLinecap="round" />
      <circle cx="11" cy="14" r="4.25" className="fill-paper" />
      <circle cx="29" cy="14" r="4.25" fill="oklch(0.77 0.152 158)" />
    </svg>
  );
}
