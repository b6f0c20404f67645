"use client";

import { Maximize2, Mic, MicOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { IconButton } from "@/components/ui/icon-button";
import { callOf, talkOf } from "./phone-facts";
import { CallTimer } from "./timer";
import { useNames } from "./use-names";
import { usePhone, usePhoneState } from "./use-phone";

/** The call in short, on a small screen that shows something else. */
export function CallBar() {
  const t = useTranslations("phone");
  const names = useNames();
  const phone = usePhone();
  const state = usePhoneState();
  const call = callOf(state);
  const talk = talkOf(state);
  // An incoming call is shown in full, over every page.
  if (!call || !("line" in state) || state.kind === "ended" || state.kind === "incoming") return null;
  return (
    <section
      aria-label={t("bar.label")}
      className="stage mt-3 flex items-center gap-1 rounded-2xl py-2 pr-2 pl-4"
    >
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold text-[15px]">{names.alone(call.peer)}</p>
        <p className="text-[13px] text-soft">
          {state.kind === "inCall" ? <CallTimer since={state.talk.since} /> : t(`${state.kind}.lead`)}
        </p>
      </div>
      <Link
        href="/"
        aria-label={t("bar.open")}
        className={buttonClass({ tone: "ghost" }, "size-11 px-0 text-soft")}
      >
        <Maximize2 aria-hidden />
      </Link>
      {talk && (
        <IconButton
          label={talk.muted ? t("unmute") : t("mute")}
          className="size-11"
          onClick={() => phone.setMuted(!talk.muted)}
        >
          {talk.muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
        </IconButton>
      )}
      <IconButton
        label={t("hangUp")}
        className="size-11 bg-red text-on-red hover:bg-red-strong hover:text-on-red"
        onClick={() => phone.hangUp()}
      >
        <HangUpIcon />
      </IconButton>
    </section>
  );
}
