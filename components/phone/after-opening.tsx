"use client";

import { Activity, type ReactNode, use, useSyncExternalStore } from "react";
import { getPhone } from "@/lib/phone/browser";
import type { Phone } from "@/lib/phone/model/types";
import { startEarly } from "@/lib/phone/start-early";
import { noWait, waitForOpening } from "./opening-wait";

// As soon as React meets this file, which is before it renders anything of the phone's pages.
if (typeof window !== "undefined") startEarly();

/** Outside the component, whose own state is lost each time it suspends. */
const openings = new WeakMap<Phone, Promise<void>>();

function openingOf(phone: Phone): Promise<void> {
  const wait = openings.get(phone) ?? waitForOpening(phone);
  openings.set(phone, wait);
  return wait;
}

const neverChanges = () => () => {};
const no = () => false;
const yes = () => true;

/** Suspends while React takes over what the server rendered, until the phone has opened. */
function Wait({ children }: { children: ReactNode }) {
  const takesOver = useSyncExternalStore(neverChanges, no, yes);
  const waits = takesOver && typeof window !== "undefined";
  // In every case, since React warns of a component that once suspends by `use`, and then does not call it.
  use(waits ? openingOf(getPhone()) : noWait);
  return children;
}

/**
 * Leaves what the server rendered as it is until the phone has opened. Taking it over keeps the page's thread busy and sends
 * requests, which would delay the phone. A click or a key is not lost meanwhile: React then takes the page over at once. It
 * is an Activity, because the server sends the content of a large Suspense boundary hidden, to be shown by a script.
 */
export function AfterOpening({ children }: { children: ReactNode }) {
  return (
    <Activity>
      <Wait>{children}</Wait>
    </Activity>
  );
}
