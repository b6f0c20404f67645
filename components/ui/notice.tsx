import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = { amber: "bg-amber-wash text-amber-text", red: "bg-red-wash text-red-text" } as const;

interface NoticeProps {
  tone?: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** One sentence about something that is not as it should be. */
export function Notice({ tone = "amber", children, action, className }: NoticeProps) {
  return (
    <div
      className={cn(
        "flex items-center gap-3 rounded-2xl px-4 py-3 text-left text-sm leading-snug",
        tones[tone],
        className,
      )}
    >
      <TriangleAlert aria-hidden className="size-[18px] shrink-0" />
      <p className="min-w-0 flex-1">{children}</p>
      {action}
    </div>
  );
}

/**
 * Where notices come and go while one listens: a screen reader says each that comes. It is there before them, since
 * what is inserted together with its region is not announced; it takes no room of its own.
 */
export function Announced({ children }: { children: ReactNode }) {
  return (
    <div aria-live="polite" className="contents">
      {children}
    </div>
  );
}
