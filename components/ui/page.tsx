import type { ReactNode } from "react";

interface PageProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  lead?: string;
  children: ReactNode;
}

/** The title of a page, and the width of its content. */
export function Page({ title, aside, lead, children }: PageProps) {
  return (
    <div className="mx-auto w-full max-w-3xl px-5 pt-6 pb-16 lg:px-10 lg:pt-9">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="font-semibold text-[28px] leading-tight">{title}</h1>
        {aside}
      </div>
      {lead && <p className="mt-1.5 max-w-prose text-[15px] text-soft leading-relaxed">{lead}</p>}
      {children}
    </div>
  );
}
