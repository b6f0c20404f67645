"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { News } from "@/components/ui/news";
import { Advice } from "./advice";
import { AudioDrawer } from "./audio-drawer";
import { Between } from "./between";
import { DeviceNotice } from "./device-notice";
import { Keypad } from "./keypad";
import { LevelMeters } from "./level-meter";
import { MiniWindowButton } from "./mini-window";
import type { TalkState } from "./phone-facts";
import { QualityBadge } from "./quality-badge";
import { Stage, StageTitle } from "./stage";
import { type Drawer, TalkControls } from "./talk-controls";
import { CallTimer } from "./timer";
import { useNames } from "./use-names";

/** Two people talk. */
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
    <Stage
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
      {drawer === null && <Between peer={talk.call.peer} mood={restoring ? "broken" : "alive"} />}
      <StageTitle name={names.alone(talk.call.peer)} dense={drawer === "keypad"}>
        {restoring ? t("reconnecting.lead") : <CallTimer since={talk.since} />}
      </StageTitle>
      {drawer === "keypad" && <Keypad onClose={closeKeypad} />}
      {drawer === "audio" && <AudioDrawer />}
      {drawer !== "keypad" && <LevelMeters peer={talk.call.peer} muted={talk.muted} />}
      <News>
        <DeviceNotice />
        <Advice state={state} />
      </News>
    </Stage>
  );
}
