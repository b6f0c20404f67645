"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

/** Selects the whole text, so that one key copies it. */
function selectAll(area: HTMLTextAreaElement | null): void {
  area?.focus();
  area?.select();
}

/** The report, to be copied by hand when the browser refuses to copy it. */
export function ReportByHand({ text }: { text: string }) {
  const t = useTranslations("diagnostics");
  const id = useId();
  return (
    <div className="mt-4 grid gap-2">
      <label htmlFor={id} className="text-sm">
        {t("copyByHand")}
      </label>
      <textarea
        ref={selectAll}
        id={id}
        readOnly
        rows={14}
        value={text}
        className="w-full min-w-0 resize-y rounded-xl border border-control bg-surface px-4 py-3 font-mono text-[13px] text-ink leading-relaxed focus-visible:border-green-text focus-visible:outline-1 focus-visible:outline-offset-0"
      />
    </div>
  );
}
