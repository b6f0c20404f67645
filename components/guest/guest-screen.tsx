"use client";

import { useTranslations } from "next-intl";
import { type ReactElement, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { useKeptFocus } from "@/components/phone/hooks/use-kept-focus";
import { usePhone, usePhoneState } from "@/components/phone/hooks/use-phone";
import { MiniWindow } from "@/components/phone/in-call/mini-window";
import { CallIllustration } from "@/components/phone/screens/call-illustration";
import { DialingPanel } from "@/components/phone/screens/dialing-panel";
import { InCallPanel } from "@/components/phone/screens/in-call-panel";
import { OfflinePanel } from "@/components/phone/screens/line-panels";
import { PanelFrame, PanelTitle } from "@/components/phone/screens/panel-frame";
import { Button } from "@/components/ui/button";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { RoundButton } from "@/components/ui/round-button";
import type { GuestLinkProblem } from "@/lib/contracts";
import type { PhoneState, Problem } from "@/lib/phone/model/types";
import { GuestEnded } from "./guest-ended";
import { GuestFailed } from "./guest-failed";
import { useAdvice } from "./use-advice";
import type { CallingGuest } from "./use-link-over";

interface GuestScreenProps {
  /** What the screen is in, and what takes the focus of a button that is gone. */
  panel: RefObject<HTMLElement | null>;
  guest: CallingGuest;
  onLeave: (problem: GuestLinkProblem | null) => void;
}

/**
 * One screen for each state of a guest's phone. It calls by itself once, as soon as it can: the click on the form was for one
 * call. A page that was left and is restored goes back to the form.
 */
export function GuestScreen({ panel, guest, onLeave }: GuestScreenProps) {
  const phone = usePhone();
  const state = usePhoneState();
  const { owner } = guest;
  const hasDialed = useRef(false);
  useKeptFocus(panel, state.kind);

  const goOn = useEffectEvent((kind: PhoneState["kind"]) => {
    if (hasDialed.current && (kind === "off" || kind === "ready")) return onLeave(null);
    if (kind !== "ready") return;
    hasDialed.current = true;
    phone.dial({ username: null, name: owner, anonymous: false });
  });
  useEffect(() => goOn(state.kind), [state.kind]);

  return (
    <MiniWindow state={state}>
      <Screen state={state} guest={guest} onLeave={onLeave} />
    </MiniWindow>
  );
}

type ScreenProps = Omit<GuestScreenProps, "panel"> & { state: PhoneState };

function Screen({ state, guest, onLeave }: ScreenProps): ReactElement {
  switch (state.kind) {
    case "off":
    case "elsewhere":
    case "starting":
    case "ready":
    case "incoming":
      return <Connecting owner={guest.owner} onHangUp={() => onLeave(null)} />;
    case "offline":
      return <Offline problem={state.problem} retryAt={state.retryAt} onGiveUp={() => onLeave(null)} />;
    case "notPlaced":
    case "failed":
      return <GuestFailed problem={state.problem} guest={guest} onLeave={onLeave} />;
    case "dialing":
    case "ringing":
      return <DialingPanel state={state} />;
    case "inCall":
    case "reconnecting":
      return <InCallPanel key={state.talk.call.ref} state={state} />;
    case "ended":
      return <GuestEnded key={state.call.ref} state={state} guest={guest} onLeave={onLeave} />;
  }
}

interface OfflineProps {
  problem: Problem;
  retryAt: number;
  onGiveUp: () => void;
}

/** There is no line: the guest may wait for it, and the call begins then, or give up. */
function Offline({ problem, retryAt, onGiveUp }: OfflineProps) {
  const t = useTranslations("phone");
  const advice = useAdvice();
  return (
    <OfflinePanel problem={problem} retryAt={retryAt} advice={advice.next(problem.code)}>
      <Button onClick={onGiveUp}>{t("ended.done")}</Button>
    </OfflinePanel>
  );
}

/** The phone is being made. */
function Connecting({ owner, onHangUp }: { owner: string; onHangUp: () => void }) {
  const t = useTranslations();
  const peer = { name: owner, username: null };
  const hangUp = (
    <RoundButton large tone="danger" icon={<HangUpIcon />} label={t("phone.hangUp")} onClick={onHangUp} />
  );
  return (
    <PanelFrame lit controls={hangUp}>
      <CallIllustration peer={peer} look="calling" />
      <PanelTitle peer={peer}>{t("guest.connecting")}</PanelTitle>
    </PanelFrame>
  );
}
