"use client";

import { clock } from "@/lib/clock";
import { reportPersonChange } from "@/lib/http/person";
import { uuid } from "@/lib/uuid";
import { createLive, type Live } from "./live";
import { page } from "./page";
import { openTransport, sendScreen } from "./transport";

let live: Live | null = null;

/** The changes of this tab, made at the first call. Safe where there is no window: nothing happens before `start`. */
export function getLive(): Live {
  live ??= createLive({
    clock,
    page,
    uuid,
    random: Math.random,
    open: openTransport,
    sendScreen,
    signedOut: () => reportPersonChange("nobody"),
  });
  return live;
}
