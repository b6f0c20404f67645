"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EarlyForm } from "@/components/ui/early-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { readUsername } from "@/lib/contracts";
import { FormFailure } from "./form-failure";
import { inputOf, useFields } from "./use-fields";

type Wrong = { username?: string; password?: string };

interface SignInFormProps {
  busy: boolean;
  failure: string | undefined;
  enter: (username: string, password: string) => void;
  /** The path of the page for a forgotten password. */
  forgotten: string;
}

/** Signs in with username and password. */
export function SignInForm({ busy, failure, enter, forgotten }: SignInFormProps) {
  const t = useTranslations("auth");
  const { form, focus } = useFields<keyof Wrong>();
  const [wrong, setWrong] = useState<Wrong>({});

  function submit(data: FormData) {
    const username = readUsername(String(data.get("username")));
    const password = String(data.get("password"));
    const found: Wrong = {
      ...(username ? {} : { username: t("invalid.usernameEmpty") }),
      ...(password ? {} : { password: t("invalid.passwordEmpty") }),
    };
    setWrong(found);
    if (found.username) return focus("username");
    if (found.password) return focus("password");
    enter(username, password);
  }

  return (
    <EarlyForm ref={form} submit={submit} noValidate className="mt-8 grid gap-4">
      <FormFailure text={failure} />
      <Field id="username" label={t("username")} error={wrong.username}>
        <Input
          {...inputOf("username", wrong.username)}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={64}
        />
      </Field>
      <Field id="password" label={t("password")} error={wrong.password}>
        <PasswordInput {...inputOf("password", wrong.password)} autoComplete="current-password" />
      </Field>
      <p className="-mt-1 text-right text-sm">
        <Link
          href={forgotten}
          className="text-soft underline decoration-edge underline-offset-4 hover:text-ink hover:decoration-ink"
        >
          {t("forgotten")}
        </Link>
      </p>
      <Button type="submit" tone="primary" size="large" disabled={busy} className="w-full">
        {busy ? t("signingIn") : t("signIn")}
      </Button>
    </EarlyForm>
  );
}
