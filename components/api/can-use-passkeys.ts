"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Whether this browser can use passkeys on this page: never on one whose address is a number, since they are bound to a
 * host name. False until the page runs.
 */
export function useCanUsePasskeys(): boolean {
  return useSyncExternalStore(
    never,
    () => "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(window.location.hostname),
    () => false,
  );
}
