"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { LiveRegion } from "@/components/ui/live-region";
import type { TalkState } from "@/lib/phone/state/selectors";
import { DeviceBanner } from "../devices/device-banner";
import { LevelMeters } from "../devices/level-meter";
import { useNames } from "../hooks/use-names";
import { Advice } from "../in-call/advice";
import { AudioDrawer } from "../in-call/audio-drawer";
import { Keypad } from "../in-call/keypad";
import { MiniWindowButton } from "../in-call/mini-window";
import { QualityBadge } from "../in-call/quality-badge";
import { type Drawer, TalkControls } from "../in-call/talk-controls";
import { TalkLead } from "../in-call/talk-lead";
import { CallIllustration } from "./call-illustration";
import { PanelFrame, PanelTitle } from "./panel-frame";

/** Two people talk, or I leave a message. */
export function InCallPanel({ state }: { state: TalkState }) {
  const { talk } = state;
  const t = useTranslations("phone");
  const names = useNames();
  const [drawer, setDrawer] = useState<Drawer>(null);
  const keypadButton = useRef<HTMLButtonElement>(null);
  const restoring = state.kind === "reconnecting";

  function closeKeypad() {
    setDrawer(null);
    keypadButton.current?.focus();
  }

  return (
    <PanelFrame
      lit
      dense={drawer !== null}
      top={
        <>
          <QualityBadge quality={talk.quality} />
          <MiniWindowButton />
        </>
      }
      controls={
        <TalkControls muted={talk.muted} drawer={drawer} keypadButton={keypadButton} onDrawer={setDrawer} />
      }
    >
      {drawer === null && <CallIllustration peer={talk.call.peer} look={restoring ? "broken" : "alive"} />}
      <PanelTitle peer={talk.call.peer} dense={drawer === "keypad"}>
        {restoring ? t("reconnecting.lead") : <TalkLead talk={talk} />}
      </PanelTitle>
      {drawer === null && talk.voicemail && (
        <p className="max-w-84 text-[15px] text-soft leading-relaxed">
          {t("voicemail.explanation", { name: names.inSentence(talk.call.peer) })}
        </p>
      )}
      {drawer === "keypad" && <Keypad onClose={closeKeypad} />}
      {drawer === "audio" && <AudioDrawer />}
      {drawer !== "keypad" && <LevelMeters peer={talk.call.peer} muted={talk.muted} />}
      <LiveRegion>
        <DeviceBanner />
        <Advice state={state} />
      </LiveRegion>
    </PanelFrame>
  );
}
