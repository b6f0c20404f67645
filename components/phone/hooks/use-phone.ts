"use client";

import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import type { DevicesState, Phone, PhoneState, Readable } from "@/lib/phone/model/types";
import { isSameButForNumbers } from "@/lib/phone/state/selectors";
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

/**
 * The whole state. The component is rendered again at each change, but in a call not with each sample: the numbers of its
 * quality may be old. Who shows them asks for them by `usePhoneFact`.
 */
export function usePhoneState(): PhoneState {
  const phone = usePhone();
  const steady = useMemo(() => withoutSamples(phone), [phone]);
  return useReadable(steady, noPhone);
}

/** The same source, which keeps its state where only the numbers of the quality have changed. */
function withoutSamples({ subscribe, getState }: Readable<PhoneState>): Readable<PhoneState> {
  let kept = getState();
  return {
    subscribe,
    getState() {
      const next = getState();
      if (!isSameButForNumbers(kept, next)) kept = next;
      return kept;
    },
  };
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
