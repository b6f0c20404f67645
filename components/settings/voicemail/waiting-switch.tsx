import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** Holds the place of the switch, with its words, until it is known how it stands. */
export function WaitingSwitch() {
  const t = useTranslations("settings.voicemail");
  return (
    <div className="flex items-center justify-between gap-6">
      <div>
        <span className="font-medium text-[15px]">{t("label")}</span>
        <p className="mt-0.5 text-soft text-sm leading-relaxed">{t("lead")}</p>
      </div>
      <Skeleton className="h-7 w-12 shrink-0 rounded-full" />
    </div>
  );
}
