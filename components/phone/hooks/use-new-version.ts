"use client";

import { useEffect } from "react";
import { hasCallUp } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "./use-phone";

const key = "browser-phone.reloaded";
/** How long (ms) after a reload by itself a page does not reload again: it might never help. */
const pauseMs = 10 * 60_000;

/** Whether this page may reload by itself now. Where nothing can be remembered it may not, since it could not stop. */
function takeReload(): boolean {
  try {
    if (Date.now() - Number(sessionStorage.getItem(key)) < pauseMs) return false;
    sessionStorage.setItem(key, String(Date.now()));
    return true;
  } catch {
    return false;
  }
}

/** Whether there is text in a field that a reload would lose. */
function hasInput(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement>("main input, main textarea")];
  return fields.some(({ value, defaultValue, type }) => type !== "checkbox" && value !== defaultValue);
}

/** Loads the page again, which is then of the new version. */
export function reload(): void {
  window.location.reload();
}

/**
 * Loads the page again by itself because the server has a new version of the app, once no call is up and no field has
 * unsaved text. `wanted`: it has been found that this page does not work any more.
 */
export function useReloadForNewVersion(wanted: boolean): void {
  const inCall = usePhoneFact(hasCallUp);
  useEffect(() => {
    if (wanted && !inCall && !hasInput() && takeReload()) reload();
  }, [wanted, inCall]);
}
