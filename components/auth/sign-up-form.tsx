"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { signIn, signUp } from "@/components/api/session";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { signUpSchema } from "@/lib/contracts";
import { FormFailure } from "./form-failure";
import { useSubmit } from "./use-submit";

/** The field that the server refused, if it was one. */
const refusedField = (code: string): FieldName | undefined =>
  code === "username_taken" ? "username" : code === "weak_password" ? "password" : undefined;

const fields = ["username", "displayName", "password"] as const;
type FieldName = (typeof fields)[number];

/** Makes an account and signs in with it. */
export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const form = useRef<HTMLFormElement>(null);
  const { busy, failure, submit } = useSubmit();
  const [wrong, setWrong] = useState<readonly FieldName[]>([]);
  const refused = failure ? refusedField(failure.code) : undefined;

  const focus = (field: FieldName | undefined) =>
    form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();

  const focusRefused = useEffectEvent(() => focus(refused));
  useEffect(() => {
    if (failure) focusRefused();
  }, [failure]);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wanted = signUpSchema.safeParse({
      username: String(data.get("username")).trim().toLowerCase(),
      displayName: data.get("displayName"),
      password: data.get("password"),
    });
    const found = fields.filter((field) => wanted.error?.issues.some(({ path }) => path[0] === field));
    setWrong(found);
    if (!wanted.success) return focus(found[0]);
    const { username, password } = wanted.data;
    void submit(async () => {
      await signUp(wanted.data);
      // The account exists now: a second try with this form would find its name taken.
      return signIn(username, password).then(
        () => next,
        () => `/sign-in?${new URLSearchParams({ created: "1", next })}`,
      );
    });
  }

  const inputOf = (field: FieldName, error: string | undefined) => ({
    id: field,
    name: field,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy(field),
  });
  const errorOf = (field: FieldName) => {
    if (wrong.includes(field)) return t(`invalid.${field}`);
    return field === refused ? failure?.text : undefined;
  };

  return (
    <form ref={form} onSubmit={onSubmit} noValidate method="post" className="mt-8 grid gap-4">
      <FormFailure text={refused ? undefined : failure?.text} />
      <Field id="username" label={t("username")} hint={t("usernameHint")} error={errorOf("username")}>
        <Input
          {...inputOf("username", errorOf("username"))}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={32}
        />
      </Field>
      <Field
        id="displayName"
        label={t("displayName")}
        hint={t("displayNameHint")}
        error={errorOf("displayName")}
      >
        <Input {...inputOf("displayName", errorOf("displayName"))} autoComplete="name" maxLength={64} />
      </Field>
      <Field id="password" label={t("password")} hint={t("passwordHint")} error={errorOf("password")}>
        <PasswordInput {...inputOf("password", errorOf("password"))} autoComplete="new-password" />
      </Field>
      <Button type="submit" tone="primary" size="large" disabled={busy} className="mt-2 w-full">
        {busy ? t("creating") : t("create")}
      </Button>
    </form>
  );
}
