"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { showOwnPasskey } from "@/components/api/passkeys";
import { failureOf } from "@/components/api/request";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { toast } from "@/components/ui/toast";
import type { Proof } from "@/lib/contracts";
import { useFailureText } from "./use-failure-text";

interface ProofFormProps {
  hasPassword: boolean;
  hasPasskey: boolean;
  /** What it is asked for, as the text of a button. */
  action: string;
  /** Does what it is asked for. Throws RequestError or PasskeyProblem. */
  run: (proof: Proof) => Promise<void>;
  onCancel: () => void;
}

/** Asks who it is, by the password or a passkey, before something with which one can sign in later. */
export function ProofForm({ hasPassword, hasPasskey, action, run, onCancel }: ProofFormProps) {
  const t = useTranslations();
  const failureText = useFailureText();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();

  // It appears at a click, and is what to do next.
  useEffect(() => form.current?.querySelector<HTMLElement>("input, button")?.focus(), []);

  async function prove(find: () => Promise<Proof>) {
    setBusy(true);
    setWrong(undefined);
    try {
      await run(await find());
    } catch (error) {
      if (failureOf(error) === "wrong_password") {
        setWrong(t("settings.passwordChange.wrong"));
        form.current?.querySelector("input")?.focus();
      } else toast.error(failureText(error));
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    if (password) void prove(async () => ({ password }));
    else setWrong(t("auth.invalid.passwordEmpty"));
  }

  return (
    <form ref={form} onSubmit={onSubmit} noValidate method="post" className="grid gap-4">
      {hasPassword && (
        <Field id={id} label={t("passkeys.yourPassword")} hint={t("passkeys.proofHint")} error={wrong}>
          <PasswordInput
            id={id}
            name="password"
            autoComplete="current-password"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={describedBy(id)}
          />
        </Field>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="small" onClick={onCancel}>
          {t("app.cancel")}
        </Button>
        {hasPasskey && (
          <Button
            size="small"
            tone="outline"
            disabled={busy}
            onClick={() => void prove(async () => ({ passkey: await showOwnPasskey() }))}
          >
            {t("passkeys.useOne")}
          </Button>
        )}
        {hasPassword && (
          <Button type="submit" size="small" tone="primary" disabled={busy}>
            {action}
          </Button>
        )}
      </div>
    </form>
  );
}
