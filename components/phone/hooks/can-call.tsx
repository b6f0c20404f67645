"use client";

import { createContext, type ReactNode, useContext, useDeferredValue } from "react";
import { canDial } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "./use-phone";

const CanCall = createContext(false);

/**
 * Tells the buttons that call whether they can be used. Each row of a list has one, and they change whenever a call begins or
 * ends. So they are drawn after the call itself, which a person waits for. The phone refuses a call that it cannot place
 * whatever the button looks like.
 */
export function CanCallProvider({ children }: { children: ReactNode }) {
  const ready = useDeferredValue(usePhoneFact(canDial));
  return <CanCall value={ready}>{children}</CanCall>;
}

/** Whether a call can be started now. */
export function useCanCall(): boolean {
  return useContext(CanCall);
}
