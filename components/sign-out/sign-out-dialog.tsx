"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/dialog";
import type { ConfirmDialogProps } from "@/components/ui/dialog-parts";
import { useSignOut } from "./use-sign-out";

/** Asks before signing out ends a call. */
export function SignOutDialog(props: Pick<ConfirmDialogProps, "open" | "onOpenChange" | "returnTo">) {
  const t = useTranslations("settings");
  const { signOut } = useSignOut();
  return (
    <ConfirmDialog
      {...props}
      title={t("signOutInCallTitle")}
      lead={t("signOutInCallLead")}
      action={t("signOut")}
      onConfirm={() => void signOut()}
    />
  );
}
