import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  lead?: string;
  action?: ReactNode;
  /** `h1` where this is all there is on the page. */
  level?: "p" | "h1" | "h2";
}

/** Stands in for an empty list or page: why it is empty, and what to do. */
export function EmptyState({ icon, title, lead, action, level: Title = "p" }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-14 text-center">
      <span
        aria-hidden
        className="mb-5 grid size-14 place-items-center rounded-2xl bg-sunken text-soft [&_svg]:size-6"
      >
        {icon}
      </span>
      <Title className="font-semibold text-lg">{title}</Title>
      {lead && <p className="mt-1.5 text-[15px] text-soft leading-relaxed">{lead}</p>}
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
