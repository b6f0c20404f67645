"use client";

import { KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { usePasskeyActions } from "@/components/api/passkeys";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { takeLostFocus } from "@/components/ui/focus";
import { Input } from "@/components/ui/input";
import type { Passkey } from "@/lib/contracts";
import { IconLine } from "./icon-line";

interface PasskeyLineProps {
  one: Passkey;
  /** Without it there is no way to sign in but the recovery codes. */
  isLastWay: boolean;
}

/** A passkey of mine. */
export function PasskeyLine({
  one: { id, name, synced, createdAt, lastUsedAt },
  isLastWay,
}: PasskeyLineProps) {
  const t = useTranslations("passkeys");
  const locale = useLocale();
  const { remove } = usePasskeyActions();
  const { busy, attempt } = useOneAttempt();
  const [renaming, setRenaming] = useState(false);
  const [asking, setAsking] = useState(false);
  const removal = useRef<HTMLButtonElement>(null);
  const day = (time: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(time));
  const facts = [
    t("since", { date: day(createdAt) }),
    lastUsedAt ? t("used", { date: day(lastUsedAt) }) : t("unused"),
    ...(synced ? [t("synced")] : []),
  ];

  async function removeIt() {
    const section = removal.current?.closest<HTMLElement>("section");
    if (await attempt(() => remove(id), t("removed", { name }))) takeLostFocus(section);
  }

  if (renaming) return <PasskeyRename id={id} name={name} onDone={() => setRenaming(false)} />;
  return (
    <IconLine Icon={KeyRound} name={name} detail={facts.join(" · ")}>
      <div className="flex gap-2 max-sm:w-full max-sm:justify-end">
        <Button
          size="small"
          tone="ghost"
          aria-label={t("renameName", { name })}
          onClick={() => setRenaming(true)}
        >
          {t("rename")}
        </Button>
        <Button
          ref={removal}
          size="small"
          tone="outline"
          aria-label={t("removeName", { name })}
          aria-busy={busy}
          onClick={() => setAsking(true)}
        >
          {t("remove")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={() => setAsking(false)}
        returnTo={removal}
        title={t("removeTitle", { name })}
        lead={isLastWay ? t("removeLast") : t("removeLead")}
        action={t("remove")}
        onConfirm={() => void removeIt()}
      />
    </IconLine>
  );
}

function PasskeyRename({ id, name, onDone }: { id: string; name: string; onDone: () => void }) {
  const t = useTranslations();
  const { rename } = usePasskeyActions();
  const { busy, attempt } = useOneAttempt();

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const section = form.closest<HTMLElement>("section");
    const next = String(new FormData(form).get("name")).trim();
    if (next && next !== name && !(await attempt(() => rename(id, next)))) return;
    onDone();
    requestAnimationFrame(() => takeLostFocus(section));
  }

  return (
    <li>
      <form onSubmit={(event) => void save(event)} className="flex flex-wrap gap-2">
        <Input
          name="name"
          aria-label={t("passkeys.nameLabel")}
          defaultValue={name}
          maxLength={64}
          autoComplete="off"
          // It appears at a click on Rename, and is what to do next.
          autoFocus
          onKeyDown={({ key }) => key === "Escape" && onDone()}
          className="min-w-0 flex-1 basis-48"
        />
        <Button type="submit" tone="primary" aria-busy={busy}>
          {t("passkeys.saveName")}
        </Button>
      </form>
    </li>
  );
}
