"use client";

import { Phone as PhoneIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { PresenceDot, PresenceText } from "@/components/people/presence";
import { useCallActions } from "@/components/phone/hooks/use-call-actions";
import { Avatar } from "@/components/ui/avatar";
import { inSentence } from "@/components/ui/bidi";
import { Button } from "@/components/ui/button";
import { Username } from "@/components/ui/person-name";
import type { Person } from "@/lib/contracts";
import { ToPhone } from "./to-phone";

/** A person, and one button that calls them. */
export function CalleeCard({ person }: { person: Person }) {
  const t = useTranslations();
  const { ready, call } = useCallActions();
  const { displayName: name, username, presence, blocked } = person;
  return (
    <div className="w-full animate-rise rounded-[28px] border border-hairline bg-surface px-8 py-10 text-center shadow-low">
      <p className="text-[15px] text-soft">{t("link.lead")}</p>
      <Avatar name={name} seed={username} className="mx-auto mt-6 size-28 text-4xl" />
      <h1
        dir="auto"
        className="mt-5 break-words font-semibold text-[28px] leading-tight [text-align:match-parent]"
      >
        {name}
      </h1>
      <p className="mt-2 flex items-center justify-center gap-2 text-soft">
        <PresenceDot presence={presence} />
        <PresenceText presence={presence} />
        <span aria-hidden>·</span>
        <Username username={username} />
      </p>
      <Button
        tone="call"
        size="large"
        disabled={!ready || blocked}
        className="mt-8 w-full"
        aria-label={t("people.call", { name })}
        onClick={() => call(person)}
      >
        <PhoneIcon aria-hidden />
        <span>{t("people.callShort")}</span>
      </Button>
      {presence === "away" && !blocked && (
        <p className="mt-3 text-soft text-sm">{t("people.awayHint", { name: inSentence(name) })}</p>
      )}
      {blocked && <p className="mt-3 text-soft text-sm">{t("people.blocked")}</p>}
      <div className="mt-2">
        <ToPhone />
      </div>
    </div>
  );
}
