"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { changePassword } from "@/components/api/me";
import { failureOf } from "@/components/api/request";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { toast } from "@/components/ui/toast";
import { passwordChangeSchema } from "@/lib/contracts";
import { Section } from "./section";

const fields = ["current", "next"] as const;
type FieldName = (typeof fields)[number];

/** Changes the password; the present one is asked for. */
export function PasswordSettings({ username }: { username: string }) {
  const t = useTranslations();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ field: FieldName; text: string } | null>(null);

  function refuse(form: HTMLFormElement, field: FieldName, text: string) {
    setWrong({ field, text });
    form.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  }

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const wanted = passwordChangeSchema.safeParse(Object.fromEntries(new FormData(form)));
    setWrong(null);
    if (!wanted.success) {
      const found = fields.find((field) => wanted.error.issues.some(({ path }) => path[0] === field));
      return found === "current"
        ? refuse(form, found, t("settings.passwordChange.wrong"))
        : refuse(form, "next", t("auth.invalid.password"));
    }
    setBusy(true);
    try {
      await changePassword(wanted.data);
      form.reset();
      toast.success(t("settings.passwordChange.done"));
    } catch (error) {
      const code = failureOf(error);
      if (code === "wrong_password") refuse(form, "current", t("settings.passwordChange.wrong"));
      else if (code === "weak_password") refuse(form, "next", t("errors.weak_password"));
      else toast.error(t(`errors.${code}`));
    } finally {
      setBusy(false);
    }
  }

  const inputOf = (field: FieldName) => ({
    id: `${field}-password`,
    name: field,
    "aria-invalid": wrong?.field === field ? true : undefined,
    "aria-describedby": describedBy(`${field}-password`),
  });

  return (
    <Section title={t("settings.passwordChange.title")}>
      <form onSubmit={(event) => void save(event)} noValidate method="post" className="grid gap-4">
        {/* For password managers, which store the password under this name. */}
        <input hidden readOnly autoComplete="username" value={username} />
        <Field
          id="current-password"
          label={t("settings.passwordChange.current")}
          error={wrong?.field === "current" ? wrong.text : undefined}
        >
          <PasswordInput {...inputOf("current")} autoComplete="current-password" />
        </Field>
        <Field
          id="next-password"
          label={t("settings.passwordChange.next")}
          hint={t("auth.passwordHint")}
          error={wrong?.field === "next" ? wrong.text : undefined}
        >
          <PasswordInput {...inputOf("next")} autoComplete="new-password" />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="text-[13px] text-soft">{t("settings.passwordChange.lead")}</p>
          <Button type="submit" size="small" tone="primary" disabled={busy}>
            {t("settings.passwordChange.action")}
          </Button>
        </div>
      </form>
    </Section>
  );
}
