"use client";

import { IncomingDialog } from "./incoming-dialog";
import { talkOf } from "./phone-facts";
import { usePhoneState } from "./use-phone";

/** A second call that rings while I talk, over whatever page is open. */
export function WaitingCall() {
  const state = usePhoneState();
  const waiting = talkOf(state)?.waiting;
  return waiting ? <IncomingDialog key={waiting.ref} state={state} /> : null;
}
