"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import { usePeopleActions } from "@/components/api/people";
import { useAttempt } from "@/components/api/use-attempt";
import { inSentence } from "@/components/ui/bidi";
import { ConfirmDialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { createLater } from "@/components/ui/later";
import { Menu } from "@/components/ui/menu";
import { Username } from "@/components/ui/person-name";
import type { Person } from "@/lib/contracts";
import { keepFocus } from "./keep-focus";

const later = createLater(() => import("./person-menu-items"));

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

/** The other actions on a person. */
export function PersonMenu({ person }: { person: Person }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const { block } = usePeopleActions();
  const items = later.use();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement | null>(null);
  const { username, displayName } = person;
  const name = inSentence(displayName);

  const ref = useCallback(
    (element: HTMLButtonElement) => {
      button.current = element;
      return keepFocus(element, username);
    },
    [username],
  );

  const trigger = (
    <IconButton ref={ref} label={t("options", { name: displayName })}>
      <Ellipsis aria-hidden />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {items && <items.PersonMenuItems person={person} onBlock={() => setAsking(true)} />}
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
