"use client";

import { Phone as PhoneIcon, PhoneIncoming, PhoneMissed, PhoneOutgoing } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useCallActions } from "@/components/phone/hooks/use-call-actions";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatDuration, isoDuration } from "@/components/ui/duration";
import { PersonName, Username } from "@/components/ui/person-name";
import type { CallRecord } from "@/lib/contracts";
import { CallMenu } from "./call-menu";
import { MessagePlace } from "./messages/message-place";

/** Calls the other side. A part of its own, since it changes with each call, and the rest of the row does not. */
function CallBack({ call }: { call: CallRecord }) {
  const t = useTranslations("history");
  const { ready, callAgain } = useCallActions();
  const { peer } = call;
  return (
    <Button
      size="small"
      disabled={!ready || !peer}
      aria-label={t("callBack")}
      title={peer ? undefined : t("noCallBack")}
      onClick={() => peer && callAgain(peer, call)}
      className="h-10 rounded-full px-4 max-sm:w-11 max-sm:px-0"
    >
      <PhoneIcon aria-hidden />
      <span className="max-sm:hidden">{t("callBack")}</span>
    </Button>
  );
}

/** A call: with whom, in which direction, its outcome, time and duration, the message left in it, and the button that calls back. */
export function CallRow({ call, onChanged }: { call: CallRecord; onChanged: () => void }) {
  const t = useTranslations("history");
  const app = useTranslations("app");
  const { peer, missed, message } = call;
  const outgoing = call.direction === "outgoing";
  const unknown = call.anonymous && !outgoing ? app("anonymous") : (call.dialed ?? t("gone"));
  const name = peer?.displayName ?? call.guest ?? unknown;
  const outcome = call.outcome && t(`outcome.${outgoing ? "" : "incoming."}${call.outcome}`);
  const ending = call.refusal ? t(`refusal.${call.refusal}`) : outcome;
  const Icon = missed ? PhoneMissed : outgoing ? PhoneOutgoing : PhoneIncoming;

  return (
    <li tabIndex={-1} className="rounded-2xl px-3 py-2.5 transition-colors hover:bg-hover/60 max-sm:px-1">
      <div className="flex items-center gap-3.5 max-sm:gap-2.5">
        <Avatar
          name={peer || call.guest !== null || call.dialed !== null ? name : null}
          seed={peer?.username ?? name}
        />
        <div className="min-w-0 flex-1">
          <p className="flex min-w-0 items-baseline gap-2">
            <PersonName
              name={name}
              className={cn("font-medium text-base leading-snug", missed && "text-red-text")}
            />
            <CallTime at={call.startedAt} />
          </p>
          <p className="flex min-w-0 items-center gap-x-1.5 text-[13px] text-soft max-sm:flex-wrap">
            <Icon aria-hidden className={cn("size-3.5 shrink-0", missed && "text-red-text")} />
            <span className="sm:truncate">
              {missed && <span className="font-medium text-red-text">{`${t("missed")} · `}</span>}
              <span
                className={cn(missed && "max-sm:sr-only")}
              >{`${outgoing ? t("outgoing") : t("incoming")} · `}</span>
              <span>{ending ?? t("underWay")}</span>
              <Length seconds={call.durationSeconds} />
              {outgoing && message && (
                <>
                  <span>{` · ${t("messageLeft")}`}</span>
                  <Length seconds={message.seconds} />
                </>
              )}
              {outgoing && call.anonymous && <span>{` · ${t("anonymously")}`}</span>}
            </span>
            {peer && <Username username={peer.username} />}
            {call.guest !== null && <Badge tone="amber">{app("guest")}</Badge>}
          </p>
        </div>
        {call.guest === null && <CallBack call={call} />}
        <CallMenu call={call} name={name} onChanged={onChanged} />
      </div>
      {message && <MessagePlace message={message} onChanged={onChanged} />}
    </li>
  );
}

function Length({ seconds }: { seconds: number | null }) {
  if (!seconds) return null;
  return (
    <>
      <span>{" · "}</span>
      <time dateTime={isoDuration(seconds)} className="tabular-nums">
        {formatDuration(seconds)}
      </time>
    </>
  );
}

function CallTime({ at }: { at: string }) {
  const locale = useLocale();
  const text = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
  return (
    <time dateTime={at} className="ml-auto shrink-0 pl-2 text-[13px] text-soft tabular-nums">
      {text}
    </time>
  );
}
