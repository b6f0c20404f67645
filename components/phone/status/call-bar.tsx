"use client";

import { Maximize2, Mic, MicOff, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { MouseEvent, ReactElement } from "react";
import { Boundary, Part } from "@/components/ui/boundary";
import { buttonClass } from "@/components/ui/button";
import { focusAround } from "@/components/ui/focus";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { IconButton } from "@/components/ui/icon-button";
import { LiveRegion } from "@/components/ui/live-region";
import { PersonName } from "@/components/ui/person-name";
import type { PhoneState } from "@/lib/phone/model/types";
import { callOf, stageOf, talkStateOf } from "@/lib/phone/state/selectors";
import { DeviceBanner } from "../devices/device-banner";
import { useNames } from "../hooks/use-names";
import { usePhone, usePhoneState } from "../hooks/use-phone";
import { Advice } from "../in-call/advice";
import { PeerMark } from "../in-call/peer-mark";
import { TalkLead } from "../in-call/talk-lead";

/** The call in a bar, on a small screen that shows another page. An incoming call is shown in full, over every page. */
export function CallBar() {
  const t = useTranslations("phone");
  const names = useNames();
  const state = usePhoneState();
  const call = callOf(state);
  const inTalk = talkStateOf(state);
  // The settings page has the notice beside the devices.
  const settings = usePathname() === "/settings";
  const shown = call !== null && state.kind !== "incoming";
  return (
    <>
      {shown && (
        <section
          aria-label={t("bar.label")}
          className="stage mt-3 flex items-center gap-1 rounded-2xl py-2 pr-2 pl-4"
        >
          <div className="min-w-0 flex-1">
            <Part resetKey={state.kind}>
              <p className="font-semibold text-[15px]">
                <PersonName name={names.alone(call.peer)} />
              </p>
              <p className="flex min-w-0 gap-1.5 text-[13px] text-soft">
                <span className="shrink-0">
                  <Progress state={state} />
                </span>
                <PeerMark peer={call.peer} />
              </p>
            </Part>
          </div>
          {state.kind === "ended" ? <PutAway /> : <Controls state={state} />}
        </section>
      )}
      <LiveRegion>
        {inTalk && (
          <div className="mt-3 grid gap-3 empty:hidden">
            <Boundary resetKey={state.kind}>
              {!settings && <DeviceBanner />}
              <Advice state={inTalk} />
            </Boundary>
          </div>
        )}
      </LiveRegion>
    </>
  );
}

/** Always an element: a text would stand alone where the next state has an element. */
function Progress({ state }: { state: PhoneState }): ReactElement | null {
  const t = useTranslations("phone");
  switch (state.kind) {
    case "inCall":
      return <TalkLead talk={state.talk} />;
    case "ended": {
      const { call, outcome } = state;
      return <span>{outcome ? t(`ended.${call.direction}.${outcome}`) : t("ended.asking")}</span>;
    }
    case "dialing":
      return <span>{t(stageOf(state) === "waking" ? "waking.lead" : "dialing.lead")}</span>;
    case "ringing":
    case "reconnecting":
      return <span>{t(`${state.kind}.lead`)}</span>;
    case "off":
    case "elsewhere":
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "incoming":
      return null;
  }
}

function Controls({ state }: { state: PhoneState }) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const talk = talkStateOf(state)?.talk;

  function hangUp({ currentTarget }: MouseEvent) {
    focusAround(currentTarget);
    phone.hangUp();
  }
  return (
    <>
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
        onClick={hangUp}
      >
        <HangUpIcon />
      </IconButton>
    </>
  );
}

function PutAway() {
  const t = useTranslations("phone.ended");
  const phone = usePhone();
  return (
    <IconButton
      label={t("done")}
      className="size-11"
      onClick={({ currentTarget }) => {
        focusAround(currentTarget);
        phone.dismiss();
      }}
    >
      <X aria-hidden />
    </IconButton>
  );
}
