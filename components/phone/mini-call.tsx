"use client";

import { Mic, MicOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import type { TalkState } from "./phone-facts";
import { CallTimer } from "./timer";
import { useNames } from "./use-names";
import { usePhone } from "./use-phone";

const round = "grid size-12 place-items-center rounded-full transition-colors [&_svg]:size-5";

/** The call in a window of its own: who, how it is, who else calls, mute, hang up. */
export function MiniCall({ state }: { state: TalkState }) {
  const t = useTranslations("phone");
  const names = useNames();
  const phone = usePhone();
  const { call, since, muted, waiting } = state.talk;
  const { peer } = call;
  return (
    <main className="stage flex h-dvh flex-col justify-between p-5">
      <div className="flex min-w-0 items-center gap-3.5">
        <Avatar name={peer.name} seed={peer.username} className="size-14 text-lg" />
        <div className="min-w-0">
          <h1 className="truncate font-semibold text-lg">{names.alone(peer)}</h1>
          <p className="text-soft">
            {state.kind === "reconnecting" ? t("reconnecting.lead") : <CallTimer since={since} />}
            {muted && ` · ${t("muted")}`}
          </p>
        </div>
      </div>
      <div className="flex items-center justify-end gap-3">
        <p aria-live="polite" className="line-clamp-2 min-w-0 flex-1 text-amber-text text-sm leading-snug">
          {waiting && t("incoming.notification", { name: names.inSentence(waiting.peer) })}
        </p>
        <button
          type="button"
          aria-label={muted ? t("unmute") : t("mute")}
          onClick={() => phone.setMuted(!muted)}
          className={cn(round, muted ? "bg-ink text-paper" : "bg-surface hover:bg-hover")}
        >
          {muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
        </button>
        <button
          type="button"
          aria-label={t("hangUp")}
          onClick={() => phone.hangUp()}
          className={cn(round, "bg-red text-on-red hover:bg-red-strong")}
        >
          <HangUpIcon />
        </button>
      </div>
    </main>
  );
}
