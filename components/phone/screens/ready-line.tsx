import type { ReactNode } from "react";

/** A line on the quiet phone: something to know, and what can be done about it. */
export function ReadyLine({ icon, text, action }: { icon: ReactNode; text: string; action: ReactNode }) {
  return (
    <div className="flex w-full max-w-80 items-center gap-3 rounded-2xl bg-sunken px-4 py-3 text-left text-sm [&>svg]:size-[18px] [&>svg]:shrink-0 [&>svg]:text-soft">
      {icon}
      <p className="min-w-0 flex-1 leading-snug">{text}</p>
      {action}
    </div>
  );
}
