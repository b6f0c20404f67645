"use client";

import { clock } from "@/lib/clock";
import { uuid } from "@/lib/uuid";
import { createGuestApi, type Guest } from "./adapters/guest-api";
import { createLoadVoice } from "./adapters/load-voice";
import { memory } from "./adapters/memory";
import { noLive } from "./adapters/no-live";
import { createPage } from "./adapters/page";
import { createMedia, createSpeaker } from "./adapters/sound";
import type { Phone } from "./model/types";
import { createPhone } from "./phone";

/** Once for the page: it puts the local gateway's signalling in place, and that only once. */
const loadVoice = createLoadVoice();

/**
 * The phone of a guest: it calls the owner of the link and nobody else, and nothing rings here. Each tab has one of its own, also
 * beside the phone of a person who is signed in.
 */
export function createGuestPhone(guest: Guest): Phone {
  return createPhone({
    clock,
    tab: uuid(),
    live: noLive,
    api: createGuestApi(guest),
    rings: false,
    loadVoice,
    page: createPage(clock),
    tabs: null,
    speaker: createSpeaker(),
    media: createMedia(),
    memory,
    uuid,
    random: Math.random,
  });
}
