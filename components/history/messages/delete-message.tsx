"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef, useState } from "react";
import { useMeState } from "@/components/api/me";
import { failureOf } from "@/components/api/request";
import { useOneAttempt } from "@/components/api/use-attempt";
import { removeMessage } from "@/components/api/voicemails";
import { ConfirmDialog } from "@/components/ui/dialog";
import { handsFocusOn } from "@/components/ui/focus";
import { IconButton } from "@/components/ui/icon-button";

/** Deletes a message, after a question: it cannot be brought back. Then the call's row has the focus. */
export function DeleteMessage({ id, onDeleted }: { id: string; onDeleted: () => void }) {
  const t = useTranslations("history.message");
  const { refresh } = useMeState();
  const { busy, attempt } = useOneAttempt();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // It goes with the message, once the list shows that.
  useLayoutEffect(() => handsFocusOn(button.current), []);

  async function remove() {
    if (!(await attempt(() => removeIfThere(id), t("deleted")))) return;
    onDeleted();
    void refresh();
  }

  return (
    <>
      <IconButton
        ref={button}
        label={t("delete")}
        aria-busy={busy}
        onClick={() => setAsking(true)}
        className="size-9 rounded-full [&_svg]:size-4.5"
      >
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        returnTo={button}
        title={t("deleteTitle")}
        lead={t("deleteLead")}
        action={t("deleteAction")}
        onConfirm={() => void remove()}
      />
    </>
  );
}

/** One that is gone already, as by another device, is as good as deleted. */
async function removeIfThere(id: string): Promise<void> {
  try {
    await removeMessage(id);
  } catch (error) {
    if (failureOf(error) !== "not_found") throw error;
  }
}
