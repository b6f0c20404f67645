"use client";

import { createContext, type ReactNode, useContext, useDeferredValue } from "react";
import { canDial } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "./use-phone";

const CanCall = createContext<boolean | null>(null);

/**
 * Tells the buttons that call whether they can be used. Each row of a list has one, and they change whenever a call begins or
 * ends. So they are drawn after the call itself, which a person waits for. The phone refuses a call that it cannot place
 * whatever the button looks like.
 */
export function CanCallProvider({ children }: { children: ReactNode }) {
  const ready = useDeferredValue(usePhoneFact(canDial));
  return <CanCall value={ready}>{children}</CanCall>;
}

/** Whether a call can be started now. Throws outside of the provider, where the answer would always be no. */
export function useCanCall(): boolean {
  const can = useContext(CanCall);
  if (can === null) throw new Error("There is no CanCallProvider around this component.");
  return can;
}
