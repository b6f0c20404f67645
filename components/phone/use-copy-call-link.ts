"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";

/** The address at which somebody can be called. */
export function callLink(username: string): string {
  return `${window.location.origin}/call/${username}`;
}

/** Puts a call link on the clipboard and says so; where that is not allowed, shows the link. */
export function useCopyCallLink() {
  const t = useTranslations("phone.ready");
  return async (username: string) => {
    const link = callLink(username);
    try {
      await navigator.clipboard.writeText(link);
      toast.success(t("linkCopied"));
    } catch {
      toast(t("copyFailed", { link }), { duration: 15_000 });
    }
  };
}
