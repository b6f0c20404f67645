"use client";

import { type VoicemailSwitches, voicemailSettingsSchema } from "@/lib/contracts";
import { request, send } from "./request";
import { serverQuery, useServerCache } from "./server-state";

/** How my voicemail is set up. */
export const voicemailSettingsQuery = serverQuery({
  key: ["voicemail-settings"],
  pollMs: 30_000,
  backstopMs: false,
  load: (signal) => request("/api/voicemail/settings", voicemailSettingsSchema, { signal }),
  keep: true,
});

/** Where my greeting is, for a player. */
export const greetingPath = "/api/voicemail/greeting";

/** How long (ms) the upload of a greeting may take: it has up to 1 MB. */
const uploadLimitMs = 60_000;

/** Changes my voicemail. Each throws RequestError, and resolves when the page shows the change. */
export function useVoicemailActions() {
  const { write, refresh } = useServerCache();
  return {
    saveSwitches: async (body: VoicemailSwitches): Promise<void> =>
      write(
        voicemailSettingsQuery,
        await request("/api/voicemail/settings", voicemailSettingsSchema, { method: "PUT", body }),
      ),
    /** `body`: a WAV file as the server takes it, whose type is `greetingContentType`. */
    saveGreeting: async (body: Blob): Promise<void> =>
      write(
        voicemailSettingsQuery,
        await request(greetingPath, voicemailSettingsSchema, { method: "PUT", body, limitMs: uploadLimitMs }),
      ),
    removeGreeting: async (): Promise<void> => {
      await send(greetingPath, { method: "DELETE" });
      await refresh("voicemail-settings");
    },
  };
}
