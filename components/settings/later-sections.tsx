"use client";

import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";
import { useSoon } from "@/components/ui/use-soon";
import type { PhoneState } from "@/lib/phone/model/types";
import type { SignInSectionsProps } from "./sign-in-sections";

const people = createLater(() => import("./people-sections"));
const signIn = createLater(() => import("./sign-in-sections"));

/** Whether the phone has begun its work, which these sections must not delay. */
const hasOpened = ({ kind }: PhoneState) => kind !== "off" && kind !== "starting";

/** Guests, and the people I have allowed or blocked. */
export function PeopleSections() {
  const loaded = useSoon(people, usePhoneFact(hasOpened));
  return <div id="guest-links">{loaded ? <loaded.PeopleSections /> : <Placeholder />}</div>;
}

/** My other ways to sign in. `username`: undefined while it is not known yet. */
export function SignInSections(props: SignInSectionsProps) {
  const loaded = useSoon(signIn, usePhoneFact(hasOpened));
  return loaded ? <loaded.SignInSections {...props} /> : <Placeholder />;
}

function Placeholder() {
  return <Skeleton className="mt-9 h-40 rounded-3xl" />;
}
