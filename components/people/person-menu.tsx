"use client";

import {
  Ban,
  Bell,
  CircleUserRound,
  Ellipsis,
  HatGlasses,
  Link2,
  ShieldCheck,
  Star,
  StarOff,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { usePeopleActions } from "@/components/api/people";
import { useAttempt } from "@/components/api/use-attempt";
import { useCallActions } from "@/components/phone/hooks/use-call-actions";
import { useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { inSentence } from "@/components/ui/bidi";
import { ConfirmDialog } from "@/components/ui/dialog";
import { takeLostFocus } from "@/components/ui/focus";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator, MenuSwitch } from "@/components/ui/menu";
import { Username } from "@/components/ui/person-name";
import type { Person } from "@/lib/contracts";

/** What a block by name does. The username says whose calls it is about. */
function BlockLead({ username }: { username: string }) {
  const t = useTranslations("people");
  return (
    <>
      <Username username={username} className="mb-1.5 block font-medium text-ink" />
      <span>{`${t("blockLead")} ${t("blockAnonymousLead")}`}</span>
    </>
  );
}

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

/** Puts the person at the top of the list, or takes them from there. `onMoved`: the list shows it. */
function FavouriteItem({ person, onMoved }: { person: Person; onMoved: () => void }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const { setFavourite } = usePeopleActions();
  const { username, displayName, favourite } = person;
  const name = inSentence(displayName);

  async function toggle(): Promise<void> {
    const done = t(favourite ? "noFavouriteToast" : "favouriteToast", { name });
    if (await attempt(() => setFavourite(username, !favourite), done)) onMoved();
  }

  return (
    <MenuItem onSelect={() => void toggle()}>
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

/** The other actions on a person. */
export function PersonMenu({ person }: { person: Person }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const { block, setAllowed, unblockPerson } = usePeopleActions();
  const copyLink = useCopyCallLink();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { username, displayName, blocked, allowed } = person;
  const name = inSentence(displayName);

  const trigger = (
    <IconButton ref={button} data-options-of={username} label={t("options", { name: displayName })}>
      <Ellipsis aria-hidden />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <CallOtherwise person={person} />
        <MenuItem onSelect={() => copyLink(username)}>
          <Link2 aria-hidden />
          <span>{t("copyLink")}</span>
        </MenuItem>
        {/* The row moves to another list, where its button is made anew. */}
        <FavouriteItem
          person={person}
          onMoved={() =>
            takeLostFocus(document.querySelector<HTMLElement>(`[data-options-of="${username}"]`))
          }
        />
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
          <MenuItem
            onSelect={() => void attempt(() => unblockPerson(username), t("unblockedToast", { name }))}
          >
            <Ban aria-hidden />
            <span>{t("unblock")}</span>
          </MenuItem>
        ) : (
          <MenuItem danger onSelect={() => setAsking(true)}>
            <Ban aria-hidden />
            <span>{t("block")}</span>
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        returnTo={button}
        title={t("blockTitle", { name })}
        lead={<BlockLead username={username} />}
        action={t("block")}
        onConfirm={() => void attempt(() => block({ username }), t("blockedToast", { name }))}
      />
    </>
  );
}
