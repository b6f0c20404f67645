"use client";

import { Ban, Bell, CircleUserRound, HatGlasses, Link2, ShieldCheck, Star, StarOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePeopleActions } from "@/components/api/people";
import { useAttempt } from "@/components/api/use-attempt";
import { useCallActions } from "@/components/phone/hooks/use-call-actions";
import { useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { inSentence } from "@/components/ui/bidi";
import { MenuItem, MenuSeparator, MenuSwitch } from "@/components/ui/menu";
import type { Person } from "@/lib/contracts";

/** Calls the person in the other way: anonymously, or by name if I usually call anonymously. */
function CallOtherwise({ person }: { person: Person }) {
  const t = useTranslations("people");
  const { ready, call, anonymousByDefault } = useCallActions();
  return (
    <MenuItem disabled={!ready || person.blocked} onSelect={() => call(person, !anonymousByDefault)}>
      {anonymousByDefault ? <CircleUserRound aria-hidden /> : <HatGlasses aria-hidden />}
      <span>{anonymousByDefault ? t("callWithName") : t("callAnonymously")}</span>
    </MenuItem>
  );
}

/** Puts the person at the top of the list, or takes them from there. */
function FavouriteItem({ person }: { person: Person }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const { setFavourite } = usePeopleActions();
  const { username, displayName, favourite } = person;
  const name = inSentence(displayName);

  const done = t(favourite ? "noFavouriteToast" : "favouriteToast", { name });
  return (
    <MenuItem onSelect={() => void attempt(() => setFavourite(username, !favourite), done)}>
      {favourite ? <StarOff aria-hidden /> : <Star aria-hidden />}
      <span>{t(favourite ? "removeFavourite" : "addFavourite", { name })}</span>
    </MenuItem>
  );
}

/** Has the user told once when a person who is away is back. */
function WatchItem({ person }: { person: Person }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const { setWatched } = usePeopleActions();
  const { username, displayName, presence, blocked, watched } = person;
  if (!watched && (presence !== "away" || blocked)) return null;
  const name = inSentence(displayName);
  return (
    <MenuSwitch
      checked={watched}
      onCheckedChange={(on) =>
        void attempt(() => setWatched(username, on), t(on ? "tellBackToast" : "noTellBackToast", { name }))
      }
    >
      <Bell aria-hidden />
      <span>{t("tellBack", { name })}</span>
    </MenuSwitch>
  );
}

interface PersonMenuItemsProps {
  person: Person;
  /** The user wants to block the person, and is to be asked. */
  onBlock: () => void;
}

/** What the menu of a person has: loaded when the user first touches the page. */
export function PersonMenuItems({ person, onBlock }: PersonMenuItemsProps) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const { setAllowed, unblockPerson } = usePeopleActions();
  const copyLink = useCopyCallLink();
  const { username, displayName, blocked, allowed } = person;
  const name = inSentence(displayName);
  return (
    <>
      <CallOtherwise person={person} />
      <MenuItem onSelect={() => copyLink(username)}>
        <Link2 aria-hidden />
        <span>{t("copyLink")}</span>
      </MenuItem>
      <FavouriteItem person={person} />
      <WatchItem person={person} />
      <MenuSeparator />
      <MenuSwitch
        checked={allowed}
        onCheckedChange={(on) =>
          void attempt(() => setAllowed(username, on), t(on ? "allowedToast" : "disallowedToast", { name }))
        }
      >
        <ShieldCheck aria-hidden />
        <span>{t("allow")}</span>
      </MenuSwitch>
      {blocked ? (
        <MenuItem onSelect={() => void attempt(() => unblockPerson(username), t("unblockedToast", { name }))}>
          <Ban aria-hidden />
          <span>{t("unblock")}</span>
        </MenuItem>
      ) : (
        <MenuItem danger onSelect={onBlock}>
          <Ban aria-hidden />
          <span>{t("block")}</span>
        </MenuItem>
      )}
    </>
  );
}
