import { type ReactNode, useId } from "react";

/** A titled group of settings. It can take the focus when the focused element in it is removed. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} tabIndex={-1} className="mt-9 outline-none">
      <h2 id={id} className="font-semibold text-base">
        {title}
      </h2>
      <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-6 rounded-3xl border border-hairline bg-surface p-6 max-sm:p-5">
        {children}
      </div>
    </section>
  );
}
