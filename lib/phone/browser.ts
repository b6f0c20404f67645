"use client";

import { clock } from "@/lib/clock";
import { getLive } from "@/lib/live/browser";
import { uuid } from "@/lib/uuid";
import { createApi } from "./adapters/api";
import { createLoadVoice } from "./adapters/load-voice";
import { memory } from "./adapters/memory";
import { withPageToken } from "./adapters/opening";
import { createPage } from "./adapters/page";
import { createMedia, createSpeaker, tryToPlay } from "./adapters/sound";
import { createTabs } from "./adapters/tabs";
import type { DiagnosticsDeps } from "./diagnostics/checks";
import type { Phone } from "./model/types";
import { createPhone } from "./phone";
import type { PhoneDeps } from "./ports/deps";

function browserDeps(): PhoneDeps {
  const live = getLive();
  return {
    clock,
    tab: live.tab,
    live,
    api: withPageToken(createApi()),
    rings: true,
    loadVoice: createLoadVoice(),
    page: createPage(clock),
    tabs: createTabs(),
    speaker: createSpeaker(),
    media: createMedia(),
    memory,
    uuid,
    random: Math.random,
  };
}

let deps: PhoneDeps | null = null;
let phone: Phone | null = null;

function getDeps(): PhoneDeps {
  deps ??= browserDeps();
  return deps;
}

/** The phone of this tab, created at the first call: components that mount twice (StrictMode) share it. */
export function getPhone(): Phone {
  phone ??= createPhone(getDeps());
  return phone;
}

/**
 * Loads the SDK before the phone asks for it. `signaling`: the gateway's URL, in local mode. If it cannot be loaded, the phone
 * itself learns it, and says it.
 */
export function loadVoiceSoon(signaling: string | undefined): void {
  getDeps()
    .loadVoice(signaling)
    .catch(() => {});
}

/** What the checks in `diagnostics/` need, in the real browser. */
export function getDiagnosticsDeps(): DiagnosticsDeps {
  const { clock, media, page, loadVoice } = getDeps();
  const microphone = () => getPhone().devices.getState().input;
  const refreshDevices = () => getPhone().devices.refresh();
  const soundPermission = () => getPhone().sound.getState();
  return {
    clock,
    media,
    page,
    loadVoice,
    // Asked of the server each time, since it is what is checked.
    token: createApi().token,
    microphone,
    refreshDevices,
    soundPermission,
    tryToPlay,
  };
}
