"use client";

import { Link2Off } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import type { GuestLinkProblem } from "@/lib/contracts";

/** The link does not work, and why. */
export function LinkOver({ problem }: { problem: GuestLinkProblem }) {
  const t = useTranslations();
  return (
    <div role="status">
      <EmptyState icon={<Link2Off />} title={t("guest.overTitle")} lead={t(`errors.${problem}`)} level="h1" />
    </div>
  );
}
