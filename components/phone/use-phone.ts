"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { DevicesState, Phone, PhoneState, Readable } from "@/lib/phone/types";
import { noPhone } from "./no-phone";

/** The phone the screens use; tests put their own here. */
export const PhoneContext = createContext<Phone>(noPhone);

/** The only place where React subscribes to the phone. */
function useReadable<T>(source: Readable<T>, onServer: Readable<T>): T {
  return useSyncExternalStore(source.subscribe, source.getState, onServer.getState);
}

/** The phone, to tell it what to do. Does not render again when its state changes. */
export function usePhone(): Phone {
  return useContext(PhoneContext);
}

export function usePhoneState(): PhoneState {
  return useReadable(usePhone(), noPhone);
}

export function useDevices(): DevicesState {
  return useReadable(usePhone().devices, noPhone.devices);
}
