"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { type FailureCode, failureOf } from "@/components/api/request";
import { signIn, signUp } from "@/components/api/session";
import { Button } from "@/components/ui/button";
import { EarlyForm } from "@/components/ui/early-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { type ErrorCode, issueCode, readUsername, type SignUp, signUpSchema } from "@/lib/contracts";
import { FormFailure } from "./form-failure";
import { inputOf, useFields } from "./use-fields";
import { useSubmit } from "./use-submit";

/** The field that the server refused, by the code of its answer. */
const refusedFields: Partial<Record<FailureCode, FieldName>> = {
  username_taken: "username",
  username_similar: "username",
  weak_password: "password",
  invitation_needed: "invitation",
};

const fields = ["invitation", "username", "displayName", "password"] as const;
type FieldName = (typeof fields)[number];

interface SignUpFormProps {
  /** A path of this site. */
  next: string;
  byInvitation: boolean;
}

/** Makes an account and signs in with it. */
export function SignUpForm({ next, byInvitation }: SignUpFormProps) {
  const t = useTranslations("auth");
  const errors = useTranslations("errors");
  const { form, focus } = useFields<FieldName>();
  const { busy, failure, submit } = useSubmit();
  const [wrong, setWrong] = useState<readonly FieldName[]>([]);
  /** Why a field is wrong, where its own text would not say. */
  const [codes, setCodes] = useState<Partial<Record<FieldName, ErrorCode | null>>>({});
  const [asksInvitation, setAsksInvitation] = useState(byInvitation);
  const refused = failure ? refusedFields[failure.code] : undefined;

  const focusRefused = useEffectEvent(() => focus(refused));
  useEffect(() => {
    if (failure) focusRefused();
  }, [failure]);

  async function create(wanted: SignUp): Promise<void> {
    try {
      await signUp(wanted);
    } catch (error) {
      // Invitations have become necessary since this page was loaded.
      if (failureOf(error) === "invitation_needed") setAsksInvitation(true);
      throw error;
    }
  }

  function read(data: FormData) {
    const invitation = asksInvitation ? String(data.get("invitation")).trim() : undefined;
    const wanted = signUpSchema.safeParse({
      username: readUsername(String(data.get("username"))),
      displayName: data.get("displayName"),
      password: data.get("password"),
      ...(invitation === undefined ? {} : { invitation }),
    });
    const isWrong = (field: FieldName) => wanted.error?.issues.some(({ path }) => path[0] === field);
    const found = fields.filter((field) => isWrong(field) || (field === "invitation" && invitation === ""));
    setWrong(found);
    setCodes(Object.fromEntries(found.map((field) => [field, issueCode(wanted.error, field)])));
    if (!wanted.success || found.length > 0) return focus(found[0]);
    const { username, password } = wanted.data;
    void submit(async () => {
      await create(wanted.data);
      // The account exists now: a second try with this form would find its name taken.
      return signIn(username, password).then(
        () => next,
        () => `/sign-in?${new URLSearchParams({ created: "1", next })}`,
      );
    });
  }

  const errorOf = (field: FieldName) => {
    if (!wrong.includes(field)) return field === refused ? failure?.text : undefined;
    const code = codes[field];
    return code ? errors(code) : t(`invalid.${field}`);
  };

  return (
    <EarlyForm ref={form} submit={read} noValidate className="mt-8 grid gap-4">
      <FormFailure text={refused ? undefined : failure?.text} />
      {asksInvitation && (
        <Field
          id="invitation"
          label={t("invitation")}
          hint={t("invitationHint")}
          error={errorOf("invitation")}
        >
          <Input
            {...inputOf("invitation", errorOf("invitation"))}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            maxLength={64}
          />
        </Field>
      )}
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
        <Input
          {...inputOf("displayName", errorOf("displayName"))}
          dir="auto"
          autoComplete="name"
          maxLength={64}
        />
      </Field>
      <Field id="password" label={t("password")} hint={t("passwordHint")} error={errorOf("password")}>
        <PasswordInput {...inputOf("password", errorOf("password"))} autoComplete="new-password" />
      </Field>
      <Button type="submit" tone="primary" size="large" disabled={busy} className="mt-2 w-full">
        {busy ? t("creating") : t("create")}
      </Button>
    </EarlyForm>
  );
}
