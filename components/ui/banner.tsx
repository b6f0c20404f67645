import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  amber: "bg-amber-wash text-amber-text",
  red: "bg-red-wash text-red-text",
  green: "bg-green-wash text-green-text",
} as const;

interface BannerProps {
  tone?: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** A sentence about something that needs attention, or, in green, that went well. */
export function Banner({ tone = "amber", children, action, className }: BannerProps) {
  const Icon = tone === "green" ? CircleCheck : TriangleAlert;
  return (
    <div
      className={cn(
        "flex items-center gap-3 rounded-2xl px-4 py-3 text-left text-sm leading-snug",
        tones[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-[18px] shrink-0" />
      <p className="min-w-0 flex-1">{children}</p>
      {action}
    </div>
  );
}
