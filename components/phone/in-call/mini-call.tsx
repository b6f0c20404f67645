"use client";

import { Mic, MicOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { PersonName } from "@/components/ui/person-name";
import type { PhoneState } from "@/lib/phone/model/types";
import { callOf, ringingCall, talkStateOf } from "@/lib/phone/state/selectors";
import { useNames } from "../hooks/use-names";
import { usePhone } from "../hooks/use-phone";
import { useAdvice } from "./advice";
import { PeerMark } from "./peer-mark";
import { TalkLead } from "./talk-lead";

const round = "grid size-11 shrink-0 place-items-center rounded-full transition-colors [&_svg]:size-5";

/** The call in a window of its own: the name, the state, mute, hang up, and the advice or the waiting call. */
export function MiniCall({ state }: { state: PhoneState }) {
  const t = useTranslations("phone");
  const names = useNames();
  const phone = usePhone();
  const peer = callOf(state)?.peer;
  const inTalk = talkStateOf(state);
  if (!peer) return null;
  const muted = inTalk?.talk.muted ?? false;
  return (
    <main className="stage flex h-dvh flex-col justify-center gap-4 overflow-y-auto px-4 py-3">
      <div className="flex min-w-0 items-center gap-2.5">
        <Avatar name={peer.name} seed={peer.username} className="size-12" />
        <div className="min-w-0 flex-1">
          <h1 className="font-semibold text-base">
            <PersonName name={names.alone(peer)} />
          </h1>
          <PeerMark peer={peer} className="block text-[13px]" />
          <p className="truncate text-[15px] text-soft">
            {inTalk?.kind === "inCall" && <TalkLead talk={inTalk.talk} />}
            {inTalk?.kind === "reconnecting" && <span>{t("reconnecting.lead")}</span>}
            {!inTalk && <span>{t("answering")}</span>}
            {muted && <span>{` · ${t("muted")}`}</span>}
          </p>
        </div>
        {inTalk && (
          <button
            type="button"
            aria-label={muted ? t("unmute") : t("mute")}
            onClick={() => phone.setMuted(!muted)}
            className={cn(round, muted ? "bg-ink text-paper" : "bg-surface hover:bg-hover")}
          >
            {muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
          </button>
        )}
        <button
          type="button"
          aria-label={t("hangUp")}
          onClick={() => phone.hangUp()}
          className={cn(round, "bg-red text-on-red hover:bg-red-strong")}
        >
          <HangUpIcon />
        </button>
      </div>
      <MiniStatus state={state} />
    </main>
  );
}

/** A waiting call with its buttons, otherwise the advice about this one. */
function MiniStatus({ state }: { state: PhoneState }) {
  const t = useTranslations("phone.incoming");
  const names = useNames();
  const phone = usePhone();
  const waiting = ringingCall(state);
  const advice = useAdvice(talkStateOf(state));
  return (
    <div aria-live="polite" className="empty:sr-only">
      {(waiting || advice) && (
        <p className="line-clamp-3 text-amber-text text-sm leading-snug">
          {waiting ? t("notification", { name: names.inSentence(waiting.peer) }) : advice}
        </p>
      )}
      {waiting && (
        <p className="text-[13px] empty:hidden">
          <PeerMark peer={waiting.peer} />
        </p>
      )}
      {waiting && (
        <div className="mt-2.5 flex gap-2">
          <Button size="small" tone="outline" className="flex-1" onClick={() => phone.declineWaiting()}>
            {t("decline")}
          </Button>
          <Button size="small" tone="call" className="flex-1" onClick={() => phone.answerWaiting()}>
            {t("endAndAnswer")}
          </Button>
        </div>
      )}
    </div>
  );
}
