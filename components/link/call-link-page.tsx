"use client";

import { CircleUserRound, Link2, Phone as PhoneIcon, ServerOff, UserX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { createLive } from "@/components/api/live";
import { getPerson } from "@/components/api/people";
import { useLive } from "@/components/api/use-live";
import { PresenceDot, PresenceText } from "@/components/people/presence";
import { useCallActions } from "@/components/phone/use-call-actions";
import { useCopyCallLink } from "@/components/phone/use-copy-call-link";
import { Avatar } from "@/components/ui/avatar";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { type Person, peoplePollMs } from "@/lib/contracts";

/** Where somebody's call link leads: to the person, and one button that calls them. */
export function CallLinkPage({ username, self }: { username: string; self: boolean }) {
  return (
    <div className="grid min-h-full grid-cols-1 place-items-center px-5 py-10">
      {self ? <OwnLink username={username} /> : <Callee username={username} />}
    </div>
  );
}

function ToPhone() {
  const t = useTranslations("link");
  return (
    <Link href="/" className={buttonClass({ tone: "ghost" })}>
      {t("toPhone")}
    </Link>
  );
}

function OwnLink({ username }: { username: string }) {
  const t = useTranslations();
  const copyLink = useCopyCallLink();
  const action = (
    <div className="flex flex-wrap justify-center gap-2">
      <Button tone="primary" onClick={() => copyLink(username)}>
        <Link2 aria-hidden />
        {t("phone.ready.copyLink")}
      </Button>
      <ToPhone />
    </div>
  );
  return (
    <EmptyState
      icon={<CircleUserRound />}
      level="h1"
      title={t("link.self")}
      lead={t("link.selfLead")}
      action={action}
    />
  );
}

function Callee({ username }: { username: string }) {
  const t = useTranslations();
  const person = useMemo(() => createLive((signal) => getPerson(username, signal), peoplePollMs), [username]);
  const { data, failure } = useLive(person);
  if (data) return <Card person={data} />;
  const trouble = (icon: ReactNode, title: string, lead: string) => (
    <EmptyState icon={icon} level="h1" title={title} lead={lead} action={<ToPhone />} />
  );
  // A name that cannot be anybody's is as unknown as one that nobody took.
  if (failure === "not_found" || failure === "bad_request") {
    return trouble(<UserX />, t("link.unknownTitle", { username }), t("link.unknownLead"));
  }
  if (failure) return trouble(<ServerOff />, t("link.failed"), t(`errors.${failure}`));
  return <Skeleton className="h-80 w-full max-w-sm rounded-3xl" />;
}

function Card({ person }: { person: Person }) {
  const t = useTranslations();
  const { ready, call } = useCallActions();
  const { displayName: name, username, presence, blocked } = person;
  return (
    <div className="w-full max-w-sm animate-rise rounded-[28px] border border-hairline bg-surface px-8 py-10 text-center shadow-low">
      <p className="text-[15px] text-soft">{t("link.lead")}</p>
      <Avatar name={name} seed={username} className="mx-auto mt-6 size-28 text-4xl" />
      <h1 className="mt-5 break-words font-semibold text-[28px] leading-tight">{name}</h1>
      <p className="mt-2 flex items-center justify-center gap-2 text-soft">
        <PresenceDot presence={presence} />
        <PresenceText presence={presence} />
        <span aria-hidden>·</span>
        <span className="truncate">@{username}</span>
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
        <span className="truncate">{t("people.call", { name })}</span>
      </Button>
      {presence === "away" && !blocked && (
        <p className="mt-3 text-soft text-sm">{t("people.awayHint", { name })}</p>
      )}
      {blocked && <p className="mt-3 text-soft text-sm">{t("people.blocked")}</p>}
      <div className="mt-2">
        <ToPhone />
      </div>
    </div>
  );
}
