"use client";

import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { createLater } from "@/components/ui/later";
import { useSoon } from "@/components/ui/use-soon";
import { WaitingSwitch } from "./waiting-switch";

const later = createLater(() => import("./voicemail-switches"));

/** My voicemail. The page opens without its code, which comes at the first touch, or once the phone has started. */
export function VoicemailSettings() {
  const loaded = useSoon(
    later,
    usePhoneFact(({ kind }) => kind !== "starting"),
  );
  return loaded ? <loaded.VoicemailSwitches /> : <WaitingSwitch />;
}
