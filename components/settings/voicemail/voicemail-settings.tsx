"use client";

import { useEffect } from "react";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { createLater } from "@/components/ui/later";
import { WaitingSwitch } from "./waiting-switch";

const later = createLater(() => import("./voicemail-switches"));

/** How long (ms) after the phone has started the code is loaded, and how long after a failure it is tried again. */
const patienceMs = 2_000;

/** My voicemail. The page opens without its code, which comes at the first touch, or once the phone has started. */
export function VoicemailSettings() {
  const loaded = later.use();
  const isStarting = usePhoneFact(({ kind }) => kind === "starting");
  const waits = !loaded && !isStarting;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(later.want, patienceMs);
    return () => clearInterval(timer);
  }, [waits]);
  return loaded ? <loaded.VoicemailSwitches /> : <WaitingSwitch />;
}
