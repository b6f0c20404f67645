"use client";

import { useTranslations } from "next-intl";
import { useMe } from "@/components/api/me";
import { copyText } from "@/components/ui/copy-text";
import { toast } from "@/components/ui/toast";

/** The address of the page from which anyone who is signed in can call `username`. */
export function callLink(username: string): string {
  return `${window.location.origin}/call/${username}`;
}

/** Copies the call link of a person, or mine, and confirms it in a toast. If the browser refuses, the toast shows the link. */
export function useCopyCallLink() {
  const t = useTranslations();
  const me = useMe();
  return async (username: string) => {
    const link = callLink(username);
    if (await copyText(link, navigator.clipboard)) {
      toast.success(t(username === me.username ? "phone.ready.linkCopied" : "people.linkCopied"));
    } else {
      toast(t("phone.ready.copyFailed", { link }), { duration: 15_000 });
    }
  };
}
