"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { recoverAccount } from "@/components/api/recovery";
import { Button } from "@/components/ui/button";
import { EarlyForm } from "@/components/ui/early-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { readUsername, recoverySchema } from "@/lib/contracts";
import { FormFailure } from "./form-failure";
import { inputOf, useFields } from "./use-fields";
import { useSubmit } from "./use-submit";

const fields = ["username", "code", "password"] as const;
type FieldName = (typeof fields)[number];

/** Sets a new password by a recovery code, and signs in. `next`: a path of this site. */
export function RecoverForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const { form, focus } = useFields<FieldName>();
  const { busy, failure, submit } = useSubmit();
  const [wrong, setWrong] = useState<readonly FieldName[]>([]);
  const weak = failure?.code === "weak_password";

  const focusRefused = useEffectEvent(() => focus(weak ? "password" : "code"));
  useEffect(() => {
    if (failure) focusRefused();
  }, [failure]);

  function read(form: FormData) {
    const data = Object.fromEntries(form);
    const wanted = recoverySchema.safeParse({ ...data, username: readUsername(String(data.username)) });
    const found = fields.filter(
      (field) =>
        (field === "username" && !data.username) ||
        wanted.error?.issues.some(({ path }) => path[0] === field),
    );
    setWrong(found);
    if (!wanted.success || found.length > 0) return focus(found[0]);
    void submit(async () => {
      await recoverAccount(wanted.data);
      return next;
    });
  }

  const texts: Record<FieldName, string> = {
    username: t("invalid.usernameEmpty"),
    code: t("invalid.codeEmpty"),
    password: t("invalid.password"),
  };
  const errorOf = (field: FieldName) => {
    if (wrong.includes(field)) return texts[field];
    return weak && field === "password" ? failure.text : undefined;
  };

  return (
    <EarlyForm ref={form} submit={read} noValidate className="mt-8 grid gap-4">
      <FormFailure text={weak ? undefined : failure?.text} />
      <Field id="username" label={t("username")} error={errorOf("username")}>
        <Input
          {...inputOf("username", errorOf("username"))}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={64}
        />
      </Field>
      <Field id="code" label={t("recoveryCode")} hint={t("recoveryCodeHint")} error={errorOf("code")}>
        <Input
          {...inputOf("code", errorOf("code"))}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          maxLength={64}
        />
      </Field>
      <Field id="password" label={t("newPassword")} hint={t("passwordHint")} error={errorOf("password")}>
        <PasswordInput {...inputOf("password", errorOf("password"))} autoComplete="new-password" />
      </Field>
      <Button type="submit" tone="primary" size="large" disabled={busy} className="mt-2 w-full">
        {busy ? t("recovering") : t("recover")}
      </Button>
    </EarlyForm>
  );
}
