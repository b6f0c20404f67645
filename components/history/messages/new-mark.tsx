import { useTranslations } from "next-intl";

/** Marks a message that was not heard yet, by a word and not by its colour alone. */
export function NewMark() {
  const t = useTranslations("history.message");
  return (
    <span className="inline-flex items-center gap-1.5 font-semibold text-[13px] text-green-text">
      <span aria-hidden className="size-2 rounded-full bg-green" />
      <span>{t("new")}</span>
    </span>
  );
}
