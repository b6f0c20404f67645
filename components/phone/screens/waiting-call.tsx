"use client";

import { talkOf } from "@/lib/phone/state/selectors";
import { usePhoneState } from "../hooks/use-phone";
import { IncomingDialog } from "./incoming-dialog";

/** A second call that rings while I talk, over whatever page is open. */
export function WaitingCall() {
  const state = usePhoneState();
  const waiting = talkOf(state)?.waiting;
  return waiting ? <IncomingDialog key={waiting.ref} state={state} /> : null;
}
