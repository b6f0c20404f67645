"use client";

import { createApi } from "./adapters/api";
import { createLoadVoice } from "./adapters/load-voice";
import { createPage } from "./adapters/page";
import { createMedia, createSpeaker, tryToPlay } from "./adapters/sound";
import { createTabs } from "./adapters/tabs";
import type { DiagnosticsDeps } from "./diagnostics/checks";
import type { Phone } from "./model/types";
import { createPhone } from "./phone";
import type { Clock, Memory, PhoneDeps } from "./ports/deps";

const clock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

/** localStorage, where the browser allows it. */
const memory: Memory = {
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Full or forbidden: the value is lost with the page.
    }
  },
};

/** A random UUID (version 4), also on a page that is not secure, where `crypto.randomUUID` is missing. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function browserDeps(): PhoneDeps {
  return {
    clock,
    api: createApi(),
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

/** What the checks in `diagnostics/` need, in the real browser. */
export function getDiagnosticsDeps(): DiagnosticsDeps {
  const { clock, media, page, loadVoice, api } = getDeps();
  const microphone = () => getPhone().devices.getState().input;
  const soundPermission = () => getPhone().sound.getState();
  return { clock, media, page, loadVoice, token: api.token, microphone, soundPermission, tryToPlay };
}
