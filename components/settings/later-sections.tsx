"use client";

import { useEffect } from "react";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";

const people = createLater(() => import("./people-sections"));
const passkeys = createLater(() => import("./passkey-settings"));

/** How long (ms) after the phone has begun its work these sections are loaded, so that the page is there sooner. */
const loadAfterMs = 2_000;

/** Loads the code when the page has opened, if the user has not touched it before. */
function useSoon(part: Pick<typeof people, "want">): void {
  const hasOpened = usePhoneFact(({ kind }) => kind !== "off" && kind !== "starting");
  useEffect(() => {
    if (!hasOpened) return;
    const timer = setTimeout(() => void part.want(), loadAfterMs);
    return () => clearTimeout(timer);
  }, [part, hasOpened]);
}

/** Guests, and the people I have allowed or blocked. */
export function PeopleSections() {
  const loaded = people.use();
  useSoon(people);
  return <div id="guest-links">{loaded ? <loaded.PeopleSections /> : <Placeholder />}</div>;
}

/** My passkeys. */
export function Passkeys({ hasPassword }: { hasPassword: boolean }) {
  const loaded = passkeys.use();
  useSoon(passkeys);
  return loaded ? <loaded.PasskeySettings hasPassword={hasPassword} /> : <Placeholder />;
}

function Placeholder() {
  return <Skeleton className="mt-9 h-40 rounded-3xl" />;
}
