"use client";

import { Check, CircleDashed, LoaderCircle, Minus, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { Health } from "@/lib/contracts";
import type { CheckId, Step } from "./steps";
import { useFindingText } from "./use-finding-text";

const signs: Record<Step["status"], { icon: ReactNode; look: string }> = {
  waiting: { icon: <CircleDashed />, look: "text-soft" },
  running: { icon: <LoaderCircle className="animate-spin" />, look: "text-ink" },
  passed: { icon: <Check strokeWidth={3} />, look: "bg-green-wash text-green-text" },
  warning: { icon: <TriangleAlert />, look: "bg-amber-wash text-amber-text" },
  failed: { icon: <X strokeWidth={3} />, look: "bg-red-wash text-red-text" },
  skipped: { icon: <Minus />, look: "bg-sunken text-soft" },
};

interface CheckRowProps {
  id: CheckId;
  step: Step;
  health: Health | null;
  /** What can be watched while it runs. */
  children?: ReactNode;
}

/** A check: its state, what it found, and what to do about it. */
export function CheckRow({ id, step, health, children }: CheckRowProps) {
  const t = useTranslations("diagnostics");
  const finding = useFindingText();
  const { icon, look } = signs[step.status];
  const found = step.status === "failed" || step.status === "warning" ? finding(step) : null;
  const mode = health ? t(`mode.${health.mode}`) : "";
  return (
    <li className="flex gap-4 px-6 py-5 max-sm:px-5">
      <span
        aria-hidden
        className={cn("mt-px grid size-8 shrink-0 place-items-center rounded-full [&_svg]:size-[18px]", look)}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex min-h-8 items-center justify-between gap-3">
          <p className="font-medium text-base">{t(`check.${id}`)}</p>
          <p className="shrink-0 text-[13px] text-soft">{t(`state.${step.status}`)}</p>
        </div>
        {step.status === "passed" && <p className="text-soft text-sm">{t(`passed.${id}`, { mode })}</p>}
        {step.status === "skipped" && <p className="text-soft text-sm">{t("skipped")}</p>}
        {found && (
          <p className="text-sm leading-relaxed">
            <span className="font-medium">{found.what}</span>
            <span className="block text-soft">{found.next}</span>
          </p>
        )}
        {children}
      </div>
    </li>
  );
}
