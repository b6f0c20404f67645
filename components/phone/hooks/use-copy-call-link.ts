"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { useMe } from "@/components/api/me";

/** The address at which somebody can be called. */
export function callLink(username: string): string {
  return `${window.location.origin}/call/${username}`;
}

/** Copies a call link, mine or somebody else's, and says so. If the browser refuses, the link is shown instead. */
export function useCopyCallLink() {
  const t = useTranslations();
  const me = useMe();
  return async (username: string) => {
    const link = callLink(username);
    try {
      await navigator.clipboard.writeText(link);
      toast.success(t(username === me.username ? "phone.ready.linkCopied" : "people.linkCopied"));
    } catch {
      toast(t("phone.ready.copyFailed", { link }), { duration: 15_000 });
    }
  };
}
