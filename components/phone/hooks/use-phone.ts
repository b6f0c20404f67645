"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { DevicesState, Phone, PhoneState, Readable } from "@/lib/phone/model/types";
import { noPhone } from "./no-phone";

/** The phone that the screens use. Tests provide their own. */
export const PhoneContext = createContext<Phone>(noPhone);

function useReadable<T>(source: Readable<T>, onServer: Readable<T>): T {
  return useSyncExternalStore(source.subscribe, source.getState, onServer.getState);
}

/** The phone and its verbs. The component is not rendered again when the state changes. */
export function usePhone(): Phone {
  return useContext(PhoneContext);
}

/** The whole state. The component is rendered again at each change, in a call with each sample. */
export function usePhoneState(): PhoneState {
  return useReadable(usePhone(), noPhone);
}

/** A fact of the state. The component is rendered again only when the fact changes, not with each sample of a call. */
export function usePhoneFact<T extends string | boolean | null>(fact: (state: PhoneState) => T): T {
  const phone = usePhone();
  return useSyncExternalStore(
    phone.subscribe,
    () => fact(phone.getState()),
    () => fact(noPhone.getState()),
  );
}

/** Whether the browser holds back the ringtone until the page is clicked. */
export function useSoundHeld(): boolean {
  return useReadable(usePhone().sound, noPhone.sound) === "held";
}

/** The audio devices, those in use, and the notice about one that was lost. */
export function useDevices(): DevicesState {
  return useReadable(usePhone().devices, noPhone.devices);
}
