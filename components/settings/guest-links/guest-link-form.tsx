"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef } from "react";
import { useGuestLinkActions } from "@/components/api/guest-links";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { guestLabelLength, guestLinkDays } from "@/lib/contracts";

interface GuestLinkFormProps {
  onMade: (url: string) => void;
  onCancel: () => void;
}

/** For whom a new link is, for how many calls, and for how long. */
export function GuestLinkForm({ onMade, onCancel }: GuestLinkFormProps) {
  const t = useTranslations();
  const { make } = useGuestLinkActions();
  const { busy, attempt } = useOneAttempt();
  const label = useRef<HTMLInputElement>(null);
  useEffect(() => label.current?.focus(), []);

  async function submit(form: HTMLFormElement) {
    const data = new FormData(form);
    const days = guestLinkDays.find((one) => String(one) === data.get("days")) ?? guestLinkDays[0];
    const wanted = { label: String(data.get("label")), once: data.get("calls") === "once", days };
    let url: string | null = null;
    await attempt(async () => {
      ({ url } = await make(wanted));
    });
    if (url !== null) onMade(url);
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit(event.currentTarget);
  }

  return (
    <form onSubmit={onSubmit} className="grid gap-5">
      <Field id="guest-label" label={t("guestLinks.label")} hint={t("guestLinks.labelHint")}>
        <Input
          ref={label}
          id="guest-label"
          name="label"
          autoComplete="off"
          maxLength={guestLabelLength}
          aria-describedby={describedBy("guest-label")}
        />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field id="guest-calls" label={t("guestLinks.calls")}>
          <Select id="guest-calls" name="calls">
            <option value="once">{t("guestLinks.once")}</option>
            <option value="any">{t("guestLinks.any")}</option>
          </Select>
        </Field>
        <Field id="guest-days" label={t("guestLinks.days")}>
          <Select id="guest-days" name="days" defaultValue={7}>
            {guestLinkDays.map((days) => (
              <option key={days} value={days}>
                {t("guestLinks.day", { days })}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("app.cancel")}</Button>
        <Button type="submit" tone="primary" aria-busy={busy}>
          {t("guestLinks.create")}
        </Button>
      </div>
    </form>
  );
}
