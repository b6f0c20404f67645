"use client";

import { Bell, Phone as PhoneIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { useCallActions } from "@/components/phone/hooks/use-call-actions";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { inSentence } from "@/components/ui/bidi";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PersonName, Username } from "@/components/ui/person-name";
import type { Person } from "@/lib/contracts";
import { PersonMenu } from "./person-menu";
import { PresenceDot, PresenceText } from "./presence";

/** Calls the person. A part of its own, since it changes with each call, and the rest of the row does not. */
function CallPerson({ person }: { person: Person }) {
  const t = useTranslations("people");
  const { ready, call } = useCallActions();
  const { displayName, presence, blocked } = person;
  return (
    <Button
      tone={presence === "here" ? "call" : "quiet"}
      size="small"
      disabled={!ready || blocked}
      aria-label={t("call", { name: displayName })}
      title={presence === "away" ? t("awayHint", { name: inSentence(displayName) }) : undefined}
      onClick={() => call(person)}
      className="h-10 rounded-full px-4 max-sm:w-11 max-sm:px-0"
    >
      <PhoneIcon aria-hidden />
      <span className="max-sm:hidden">{t("callShort")}</span>
    </Button>
  );
}

/** A sign that the user is told when this person is back. */
function Watched() {
  const t = useTranslations("people");
  return (
    <span title={t("watched")} className="shrink-0">
      <Bell aria-hidden className="size-3.5" />
      <span className="sr-only">{t("watched")}</span>
    </span>
  );
}

/** A person in the list, and the button that calls them. Rendered again when this person changes, not with each other one. */
export const PersonRow = memo(function PersonRow({ person }: { person: Person }) {
  const t = useTranslations("people");
  const { displayName, username, presence, blocked, watched } = person;
  const away = presence === "away";
  return (
    <li className="group flex items-center gap-3.5 rounded-2xl px-3 py-2.5 transition-colors hover:bg-hover/60 max-sm:px-1">
      <span className="relative">
        <Avatar name={displayName} seed={username} className={cn(away && "saturate-[0.3]")} />
        <span className="absolute -right-0.5 -bottom-0.5 rounded-full bg-paper p-[2.5px]">
          <PresenceDot presence={presence} />
        </span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium text-base leading-snug">
          <PersonName name={displayName} />
        </p>
        <p className="flex min-w-0 items-center gap-1.5 text-[13px] text-soft">
          <span className="shrink-0">
            <PresenceText presence={presence} />
          </span>
          {watched && <Watched />}
          <span aria-hidden>·</span>
          <Username username={username} />
        </p>
      </div>
      {blocked && <Badge>{t("blocked")}</Badge>}
      <CallPerson person={person} />
      <PersonMenu person={person} />
    </li>
  );
});
