"use client";

import { type ReactElement, useRef } from "react";
import { Boundary } from "@/components/ui/boundary";
import type { PhoneState } from "@/lib/phone/model/types";
import { callOf, type TalkState } from "@/lib/phone/state/selectors";
import { useKeptFocus } from "../hooks/use-kept-focus";
import { usePhoneState } from "../hooks/use-phone";
import { BareCall } from "../in-call/bare-call";
import { MiniWindow } from "../in-call/mini-window";
import { AnsweringPanel, DialingPanel } from "./dialing-panel";
import { EndedPanel } from "./ended-panel";
import { IncomingDialog } from "./incoming-dialog";
import { ElsewherePanel, FailedPanel, OfflinePanel, OffPanel, StartingPanel } from "./line-panels";
import { ReadyPanel } from "./ready-panel";
import { talkScreen, useTalkScreenSoon } from "./talk-screen";

/** A key that changes whenever another screen is shown. */
function screenOf(state: PhoneState): string {
  return `${state.kind} ${callOf(state)?.ref} ${"answering" in state && state.answering}`;
}

/** The phone itself: one screen for each of its states. The focus stays in it when the screen changes. */
export function CallPanel() {
  const state = usePhoneState();
  const panel = useRef<HTMLDivElement>(null);
  const screen = screenOf(state);
  useTalkScreenSoon(state);
  useKeptFocus(panel, screen);

  return (
    <div ref={panel} data-phone tabIndex={-1} className="h-full outline-none">
      <Boundary resetKey={screen} fallback={<BareCall />}>
        <MiniWindow state={state}>
          <Screen state={state} />
        </MiniWindow>
      </Boundary>
    </div>
  );
}

/** Two people talk. */
function TalkScreen({ state }: { state: TalkState }) {
  const loaded = talkScreen.use();
  // A new call starts with its keypad and audio drawers closed.
  return loaded ? <loaded.InCallPanel key={state.talk.call.ref} state={state} /> : <BareCall />;
}

function Screen({ state }: { state: PhoneState }): ReactElement {
  switch (state.kind) {
    case "off":
      return <OffPanel />;
    case "starting":
      return <StartingPanel />;
    case "elsewhere":
      return <ElsewherePanel state={state} />;
    case "offline":
      return <OfflinePanel problem={state.problem} retryAt={state.retryAt} />;
    case "notPlaced":
    case "failed":
      return <FailedPanel problem={state.problem} />;
    case "ready":
      return <ReadyPanel />;
    case "dialing":
    case "ringing":
      return <DialingPanel state={state} />;
    case "incoming":
      if (state.answering) return <AnsweringPanel call={state.call} line={state.line} />;
      return <IncomingDialog state={state} />;
    case "inCall":
    case "reconnecting":
      return <TalkScreen state={state} />;
    case "ended":
      return <EndedPanel state={state} />;
  }
}
