"use client";

import { Phone as PhoneIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { failureOf, RequestError } from "@/components/api/request";
import { Avatar } from "@/components/ui/avatar";
import { Banner } from "@/components/ui/banner";
import { inSentence } from "@/components/ui/bidi";
import { Button } from "@/components/ui/button";
import { EarlyForm } from "@/components/ui/early-form";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface GuestFormProps {
  /** Whom the link calls. */
  owner: string;
  /** What the guest called themselves before. */
  name: string;
  /** Begins the call. Throws RequestError. */
  enter: (name: string) => Promise<void>;
}

/** Whom the link calls, what the guest calls themselves, and the button that calls. */
export function GuestForm({ owner, name, enter }: GuestFormProps) {
  const t = useTranslations();
  const [busy, setBusy] = useState(false);
  const [wrongName, setWrongName] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const ownerName = inSentence(owner);

  function refuseName(text: string) {
    setWrongName(text);
    input.current?.focus();
  }

  function explain(error: unknown) {
    const code = failureOf(error);
    const seconds = error instanceof RequestError ? error.retryAfterSeconds : null;
    if (code === "bad_request") refuseName(t("guest.nameWrong"));
    else if (code === "name_reserved" || code === "name_misleading") refuseName(t(`errors.${code}`));
    else if (code === "rate_limited" && seconds) setFailure(t("auth.waitAndRetry", { seconds }));
    else setFailure(t(`errors.${code}`));
  }

  async function submit(data: FormData) {
    if (busy) return;
    const wanted = String(data.get("name")).trim();
    setFailure(undefined);
    setWrongName(undefined);
    if (wanted === "") return refuseName(t("guest.nameEmpty", { name: ownerName }));
    setBusy(true);
    try {
      await enter(wanted);
    } catch (error) {
      explain(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <EarlyForm
      submit={(data) => void submit(data)}
      noValidate
      className="rounded-[28px] border border-hairline bg-surface p-7 shadow-low max-sm:p-5"
    >
      <Avatar name={owner} seed={null} className="size-16 text-xl" />
      <h1 className="wrap-anywhere mt-5 font-semibold text-[28px] leading-tight">
        {t("guest.title", { name: ownerName })}
      </h1>
      <p className="wrap-anywhere mt-2 text-base text-soft leading-relaxed">
        {t("guest.lead", { name: ownerName })}
      </p>
      <div role="alert" className="mt-5 empty:hidden">
        {failure && <Banner tone="red">{failure}</Banner>}
      </div>
      <div className="mt-6">
        <Field
          id="guest-name"
          label={t("guest.name")}
          hint={t("guest.nameHint", { name: ownerName })}
          error={wrongName}
        >
          <Input
            ref={input}
            id="guest-name"
            name="name"
            defaultValue={name}
            autoComplete="name"
            maxLength={64}
            aria-invalid={wrongName ? true : undefined}
            aria-describedby={describedBy("guest-name")}
          />
        </Field>
      </div>
      <Button type="submit" tone="call" size="large" aria-busy={busy} className="mt-6 w-full min-w-0 shrink">
        <PhoneIcon aria-hidden />
        <span className="truncate">{t("guest.call", { name: ownerName })}</span>
      </Button>
      <p className="mt-3 text-balance text-center text-[13px] text-soft">{t("guest.microphone")}</p>
    </EarlyForm>
  );
}
