"use client";

import { Ban, Ellipsis, HatGlasses, Link2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { usePeopleActions } from "@/components/api/people";
import { useAttempt } from "@/components/api/use-attempt";
import { useCallActions } from "@/components/phone/hooks/use-call-actions";
import { useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { useNames } from "@/components/phone/hooks/use-names";
import { inSentence } from "@/components/ui/bidi";
import { ConfirmDialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Username } from "@/components/ui/person-name";
import type { CallRecord } from "@/lib/contracts";

interface CallMenuProps {
  call: CallRecord;
  name: string;
  onChanged: () => void;
}

function CallAnonymously({ peer }: { peer: NonNullable<CallRecord["peer"]> }) {
  const t = useTranslations("people");
  const { ready, call } = useCallActions();
  return (
    <MenuItem disabled={!ready} onSelect={() => call(peer, true)}>
      <HatGlasses aria-hidden />
      <span>{t("callAnonymously")}</span>
    </MenuItem>
  );
}

/** What can be done about a guest: their link can be withdrawn. */
function GuestMenu({ name }: { name: string }) {
  const t = useTranslations("history");
  const names = useNames();
  const router = useRouter();
  const trigger = (
    <IconButton label={t("options", { name: names.inSentence({ name, username: null }) })}>
      <Ellipsis aria-hidden />
    </IconButton>
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => router.push("/settings#guest-links")}>
        <Link2 aria-hidden />
        <span>{t("guestLinks")}</span>
      </MenuItem>
    </Menu>
  );
}

/** The other actions on a call. The caller of an anonymous call is blocked without being named. */
export function CallMenu({ call, name, onChanged }: CallMenuProps) {
  const t = useTranslations();
  const names = useNames();
  const attempt = useAttempt();
  const { block } = usePeopleActions();
  const copyLink = useCopyCallLink();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { peer, ref, direction } = call;
  const sentenceName = names.inSentence({ name: peer ? name : null, username: peer?.username ?? null });
  if (call.guest !== null) return <GuestMenu name={call.guest} />;
  // A name that nobody has, or a deleted person, can be neither called nor blocked. An anonymous caller can.
  if (!peer && (direction === "outgoing" || !call.anonymous)) return <span className="w-10" />;

  async function confirm() {
    const whom = peer ? { username: peer.username } : { ref };
    const done = peer
      ? t("people.blockedToast", { name: inSentence(name) })
      : t("history.blockedCallerToast");
    if (await attempt(() => block(whom), done)) onChanged();
  }

  const trigger = (
    <IconButton ref={button} label={t("history.options", { name: sentenceName })}>
      <Ellipsis aria-hidden />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {peer && (
          <>
            <CallAnonymously peer={peer} />
            <MenuItem onSelect={() => copyLink(peer.username)}>
              <Link2 aria-hidden />
              <span>{t("people.copyLink")}</span>
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuItem danger onSelect={() => setAsking(true)}>
          <Ban aria-hidden />
          <span>{peer ? t("history.block", { name: sentenceName }) : t("history.blockCaller")}</span>
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        returnTo={button}
        title={peer ? t("people.blockTitle", { name: inSentence(name) }) : t("history.blockCallerTitle")}
        lead={
          peer ? (
            <>
              <Username username={peer.username} className="mb-1.5 block font-medium text-ink" />
              <span>{`${t("people.blockLead")} ${t("people.blockAnonymousLead")}`}</span>
            </>
          ) : (
            t("history.blockCallerLead")
          )
        }
        action={t("people.block")}
        onConfirm={() => void confirm()}
      />
    </>
  );
}
