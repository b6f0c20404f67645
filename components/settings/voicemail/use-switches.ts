"use client";

import { useRef, useState } from "react";
import { useAttempt } from "@/components/api/use-attempt";
import { useVoicemailActions } from "@/components/api/voicemail";
import type { VoicemailSettings, VoicemailSwitches } from "@/lib/contracts";

/**
 * The switches of my voicemail as they are wanted, and how to change them. A change is shown at once. One request is sent at a
 * time, so that the last wish is the one that stays; if it fails, the switches go back to what the server has.
 */
export function useSwitches(settings: VoicemailSettings) {
  const { saveSwitches } = useVoicemailActions();
  const attempt = useAttempt();
  const wish = useRef<VoicemailSwitches | null>(null);
  const [wanted, setWanted] = useState<VoicemailSwitches | null>(null);

  function want(next: VoicemailSwitches | null): void {
    wish.current = next;
    setWanted(next);
  }

  async function save(): Promise<void> {
    for (let sent = null; wish.current && sent !== wish.current; ) {
      sent = wish.current;
      await saveSwitches(sent);
    }
  }

  async function change(patch: Partial<VoicemailSwitches>): Promise<void> {
    const isSaving = wish.current !== null;
    want({ ...(wish.current ?? switchesOf(settings)), ...patch });
    if (isSaving) return;
    await attempt(save);
    want(null);
  }

  return {
    switches: wanted ?? switchesOf(settings),
    change: (patch: Partial<VoicemailSwitches>) => void change(patch),
  };
}

function switchesOf({ on, noAnswer, away, declined, busy }: VoicemailSettings): VoicemailSwitches {
  return { on, noAnswer, away, declined, busy };
}
