"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { signIn, signUp } from "@/components/api/session";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { type ErrorCode, issueCode, readUsername, signUpSchema } from "@/lib/contracts";
import { FormFailure } from "./form-failure";
import { useSubmit } from "./use-submit";

const fields = ["username", "displayName", "password"] as const;
type FieldName = (typeof fields)[number];

/** What the server answers when somebody else has the username, or a similar one. */
const conflicts: readonly string[] = ["username_taken", "username_similar"];

/** Makes an account and signs in with it. */
export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const errors = useTranslations("errors");
  const form = useRef<HTMLFormElement>(null);
  const { busy, failure, submit } = useSubmit();
  const [wrong, setWrong] = useState<readonly FieldName[]>([]);
  /** Why a field is wrong, where its own text would not say. */
  const [codes, setCodes] = useState<Partial<Record<FieldName, ErrorCode | null>>>({});
  const taken = failure && conflicts.includes(failure.code) ? failure.text : undefined;

  const focus = (field: FieldName | undefined) =>
    form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();

  const focusTaken = useEffectEvent(() => focus("username"));
  useEffect(() => {
    if (failure && conflicts.includes(failure.code)) focusTaken();
  }, [failure]);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wanted = signUpSchema.safeParse({
      username: readUsername(String(data.get("username"))),
      displayName: data.get("displayName"),
      password: data.get("password"),
    });
    const found = fields.filter((field) => wanted.error?.issues.some(({ path }) => path[0] === field));
    setWrong(found);
    setCodes(Object.fromEntries(found.map((field) => [field, issueCode(wanted.error, field)])));
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
    const code = codes[field];
    if (!wrong.includes(field)) return undefined;
    return code ? errors(code) : t(`invalid.${field}`);
  };
  const usernameError = errorOf("username") ?? taken;

  return (
    <form ref={form} onSubmit={onSubmit} noValidate method="post" className="mt-8 grid gap-4">
      <FormFailure text={taken ? undefined : failure?.text} />
      <Field id="username" label={t("username")} hint={t("usernameHint")} error={usernameError}>
        <Input
          {...inputOf("username", usernameError)}
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
        <Input
          {...inputOf("displayName", errorOf("displayName"))}
          dir="auto"
          autoComplete="name"
          maxLength={64}
        />
      </Field>
      <Field id="password" label={t("password")} hint={t("passwordHint")} error={errorOf("password")}>
        <PasswordInput
          {...inputOf("password", errorOf("password"))}
          autoComplete="new-password"
          maxLength={200}
        />
      </Field>
      <Button type="submit" tone="primary" size="large" disabled={busy} className="mt-2 w-full">
        {busy ? t("creating") : t("create")}
      </Button>
    </form>
  );
}
