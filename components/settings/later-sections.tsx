"use client";

import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";
import { useSoon } from "@/components/ui/use-soon";
import type { PhoneState } from "@/lib/phone/model/types";

const people = createLater(() => import("./people-sections"));
const passkeys = createLater(() => import("./passkey-settings"));

/** Whether the phone has begun its work, which these sections must not delay. */
const hasOpened = ({ kind }: PhoneState) => kind !== "off" && kind !== "starting";

/** Guests, and the people I have allowed or blocked. */
export function PeopleSections() {
  const loaded = useSoon(people, usePhoneFact(hasOpened));
  return <div id="guest-links">{loaded ? <loaded.PeopleSections /> : <Placeholder />}</div>;
}

/** My passkeys. */
export function Passkeys({ hasPassword }: { hasPassword: boolean }) {
  const loaded = useSoon(passkeys, usePhoneFact(hasOpened));
  return loaded ? <loaded.PasskeySettings hasPassword={hasPassword} /> : <Placeholder />;
}

function Placeholder() {
  return <Skeleton className="mt-9 h-40 rounded-3xl" />;
}
