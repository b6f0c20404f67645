"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { changePassword } from "@/components/api/me";
import { passkeysQuery, showOwnPasskey } from "@/components/api/passkeys";
import { failureOf } from "@/components/api/request";
import { useKnown } from "@/components/api/server-state";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { toast } from "@/components/ui/toast";
import { newPasswordSchema, passwordChangeSchema } from "@/lib/contracts";
import { Section } from "./section";
import { useFailureText } from "./use-failure-text";

type FieldName = "current" | "next";

interface PasswordSettingsProps {
  username: string;
  /** False for an account that signs in with another site or a passkey alone. */
  hasPassword: boolean;
  /** There is a first password now. */
  onSet: () => void;
}

/** Changes the password; the present one is asked for, or a passkey. Without one of them there is nothing here to do. */
export function PasswordSettings({ username, hasPassword, onSet }: PasswordSettingsProps) {
  const t = useTranslations();
  const failureText = useFailureText();
  const hasPasskey = (useKnown(passkeysQuery)?.passkeys.length ?? 0) > 0;
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ field: FieldName; text: string } | null>(null);

  function refuse(form: HTMLFormElement, field: FieldName, text: string) {
    setWrong({ field, text });
    form.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  }

  /** Checks what was typed, and changes the password by it, or by a passkey in place of the present one. */
  async function save(form: HTMLFormElement, byPasskey: boolean) {
    const given = Object.fromEntries(new FormData(form));
    setWrong(null);
    const next = newPasswordSchema.safeParse(given.next).data;
    const change = passwordChangeSchema.safeParse(given);
    if (!byPasskey && change.error?.issues.some(({ path }) => path[0] === "current"))
      return refuse(form, "current", t("settings.passwordChange.wrong"));
    if (next === undefined) return refuse(form, "next", t("auth.invalid.password"));
    setBusy(true);
    try {
      if (byPasskey) await changePassword({ passkey: await showOwnPasskey(), next });
      else if (change.success) await changePassword(change.data);
      form.reset();
      toast.success(t(hasPassword ? "settings.passwordChange.done" : "settings.passwordChange.wasSet"));
      onSet();
    } catch (error) {
      const code = failureOf(error);
      if (code === "wrong_password") refuse(form, "current", t("settings.passwordChange.wrong"));
      else if (code === "weak_password") refuse(form, "next", t("errors.weak_password"));
      else toast.error(failureText(error));
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void save(event.currentTarget, !hasPassword);
  }

  const inputOf = (field: FieldName) => ({
    id: `${field}-password`,
    name: field,
    "aria-invalid": wrong?.field === field ? true : undefined,
    "aria-describedby": describedBy(`${field}-password`),
  });

  if (!hasPassword && !hasPasskey) return null;
  return (
    <Section title={t("settings.passwordChange.title")}>
      <form onSubmit={onSubmit} noValidate method="post" className="grid gap-4">
        {/* For password managers, which store the password under this name. */}
        <input hidden readOnly autoComplete="username" value={username} />
        {hasPassword && (
          <Field
            id="current-password"
            label={t("settings.passwordChange.current")}
            error={wrong?.field === "current" ? wrong.text : undefined}
          >
            <PasswordInput {...inputOf("current")} autoComplete="current-password" />
          </Field>
        )}
        <Field
          id="next-password"
          label={t("settings.passwordChange.next")}
          hint={t("auth.passwordHint")}
          error={wrong?.field === "next" ? wrong.text : undefined}
        >
          <PasswordInput {...inputOf("next")} autoComplete="new-password" />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="text-[13px] text-soft">
            {t(hasPassword ? "settings.passwordChange.lead" : "settings.passwordChange.setLead")}
          </p>
          <div className="flex flex-wrap gap-2">
            {hasPassword && hasPasskey && (
              <Button
                size="small"
                tone="ghost"
                disabled={busy}
                onClick={({ currentTarget: { form } }) => form && void save(form, true)}
              >
                {t("settings.passwordChange.byPasskey")}
              </Button>
            )}
            <Button type="submit" size="small" tone="primary" disabled={busy}>
              {t(hasPassword ? "settings.passwordChange.action" : "settings.passwordChange.set")}
            </Button>
          </div>
        </div>
      </form>
    </Section>
  );
}
