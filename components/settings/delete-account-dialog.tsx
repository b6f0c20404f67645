"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { failureOf } from "@/components/api/request";
import { useLeaveDeleted } from "@/components/sign-out/use-leave-deleted";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { RadixFormDialog } from "@/components/ui/radix-form-dialog";

interface DeleteAccountDialogProps {
  username: string;
  hasPassword: boolean;
  onClose: () => void;
  returnTo: RefObject<HTMLElement | null>;
}

const id = "delete-proof";

/** Says what goes and what stays, and asks for the password; for the username if there is no password. */
export function DeleteAccountDialog({ username, hasPassword, onClose, returnTo }: DeleteAccountDialogProps) {
  const t = useTranslations("settings.data");
  const errors = useTranslations("errors");
  const leaveDeleted = useLeaveDeleted();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const notMine = t(hasPassword ? "wrongPassword" : "wrongUsername");

  function refuse(form: HTMLFormElement, text: string) {
    setWrong(text);
    form.querySelector("input")?.focus();
  }

  async function submit(form: HTMLFormElement) {
    const typed = String(new FormData(form).get("proof"));
    setWrong(null);
    if (typed.trim() === "") return refuse(form, notMine);
    setBusy(true);
    try {
      await leaveDeleted(hasPassword ? { password: typed } : { username: typed });
    } catch (error) {
      setBusy(false);
      const code = failureOf(error);
      refuse(form, code === "wrong_password" ? notMine : errors(code));
    }
  }

  const input = {
    id,
    name: "proof",
    "aria-invalid": wrong ? true : undefined,
    "aria-describedby": describedBy(id),
  };
  return (
    <RadixFormDialog
      open
      onOpenChange={onClose}
      returnTo={returnTo}
      title={t("deleteTitle")}
      lead={
        <>
          <p>{t("goes")}</p>
          <p>{t("stays")}</p>
        </>
      }
      action={t("deleteAction")}
      busy={busy}
      onSubmit={(form) => void submit(form)}
    >
      <Field
        id={id}
        label={hasPassword ? t("password") : t("username", { username })}
        error={wrong ?? undefined}
      >
        {hasPassword ? (
          <PasswordInput {...input} autoComplete="current-password" maxLength={200} />
        ) : (
          <Input {...input} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
        )}
      </Field>
    </RadixFormDialog>
  );
}
