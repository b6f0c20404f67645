import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface IconLineProps {
  Icon: LucideIcon;
  name: string;
  /** What is known of it. */
  detail: string;
  /** What can be done with it. On a phone, what asks for the whole width comes below. */
  children: ReactNode;
}

/** One of my things in a list, such as a device: its picture, its name, a fact, and its buttons. */
export function IconLine({ Icon, name, detail, children }: IconLineProps) {
  return (
    <li className="flex items-center gap-3.5 max-sm:flex-wrap">
      <span className="flex size-11 shrink-0 items-center justify-center rounded-full bg-sunken text-soft">
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <p className="text-[13px] text-soft">{detail}</p>
      </div>
      {children}
    </li>
  );
}
