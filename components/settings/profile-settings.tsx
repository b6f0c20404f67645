"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState, useSyncExternalStore } from "react";
import { usePatchMe } from "@/components/api/me";
import { useOneAttempt } from "@/components/api/use-attempt";
import { callLink, useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PersonName, Username } from "@/components/ui/person-name";
import { displayNameSchema, issueCode, type Me } from "@/lib/contracts";
import { Section } from "./section";

/** My name and my call link. */
export function ProfileSettings({ me }: { me: Me }) {
  const t = useTranslations();
  return (
    <Section title={t("settings.you")}>
      <div className="flex items-center gap-4">
        <Avatar name={me.displayName} seed={me.username} className="size-16 text-xl" />
        <div className="min-w-0">
          <p className="font-semibold text-lg">
            <PersonName name={me.displayName} />
          </p>
          <Username username={me.username} className="block text-soft" />
        </div>
      </div>
      <NameForm me={me} />
      <CallLink username={me.username} />
    </Section>
  );
}

function NameForm({ me }: { me: Me }) {
  const t = useTranslations();
  const patchMe = usePatchMe();
  const { busy, attempt } = useOneAttempt();
  const [name, setName] = useState(me.displayName);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const changed = name.trim() !== me.displayName;

  async function save(event: FormEvent) {
    event.preventDefault();
    const parsed = displayNameSchema.safeParse(name);
    const code = issueCode(parsed.error);
    setWrong(parsed.success ? undefined : code ? t(`errors.${code}`) : t("auth.invalid.displayName"));
    if (!parsed.success) return input.current?.focus();
    if (changed) await attempt(() => patchMe({ displayName: parsed.data }), t("settings.saved"));
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <Field id="display-name" label={t("auth.displayName")} hint={t("auth.displayNameHint")} error={wrong}>
        <div className="flex gap-2">
          <Input
            ref={input}
            id="display-name"
            value={name}
            dir="auto"
            maxLength={64}
            autoComplete="name"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={describedBy("display-name")}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" tone="primary" disabled={!changed} aria-busy={busy} className="h-12">
            {t("settings.save")}
          </Button>
        </div>
      </Field>
    </form>
  );
}

const never = () => () => {};

function CallLink({ username }: { username: string }) {
  const t = useTranslations("settings");
  // The server does not know under which of its names the browser has opened the page.
  const link = useSyncExternalStore(
    never,
    () => callLink(username),
    () => `/call/${username}`,
  );
  const copyLink = useCopyCallLink();
  return (
    <div>
      <p className="font-medium text-[15px]">{t("callLink")}</p>
      <p className="mt-0.5 text-soft text-sm leading-relaxed">{t("callLinkLead")}</p>
      <div className="mt-2.5 flex items-center gap-2 rounded-xl bg-sunken py-1.5 pr-1.5 pl-4">
        <Link2 aria-hidden className="size-[18px] shrink-0 text-soft" />
        <code className="min-w-0 flex-1 truncate font-sans text-[15px]">{link}</code>
        <Button size="small" tone="outline" onClick={() => copyLink(username)}>
          {t("copy")}
        </Button>
      </div>
    </div>
  );
}
