"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { copyText } from "@/components/ui/copy-text";
import { toast } from "@/components/ui/toast";
import { readBrowserFacts } from "./browser-facts";
import { type ReportFacts, reportText } from "./report";

/** Copies the report. `uncopied`: its text, if it could not be copied and must be shown instead. */
export function useReport(found: Pick<ReportFacts, "steps" | "health" | "setup" | "sdkVersion">) {
  const t = useTranslations("diagnostics");
  const phone = usePhone();
  const [uncopied, setUncopied] = useState<string | null>(null);

  async function copy(): Promise<void> {
    const browser = readBrowserFacts();
    const text = reportText({ ...found, browser, phone: phone.getState(), at: new Date() });
    const copied = await copyText(text, navigator.clipboard);
    setUncopied(copied ? null : text);
    if (copied) toast.success(t("copied"));
  }

  return { copy, uncopied, forget: () => setUncopied(null) };
}
