"use client";

import { useTranslations } from "next-intl";
import { AlertDialog } from "radix-ui";
import { useContext } from "react";
import { Button } from "./button";
import { type ConfirmDialogProps, DialogsStepAside } from "./dialog-parts";
import { takeLostFocus } from "./focus";

/** The dialog itself (`ConfirmDialog`). */
export function RadixConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, lead, action, onConfirm, returnTo } = props;
  const t = useTranslations("app");
  const stepAside = useContext(DialogsStepAside);
  return (
    <AlertDialog.Root open={open && !stepAside} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-50 animate-appear bg-black/45 backdrop-blur-[2px]" />
        <AlertDialog.Content
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // If a ringing call closed the dialog, it has taken the focus already.
            takeLostFocus(returnTo.current);
          }}
          className="fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 animate-appear rounded-3xl bg-raised p-7 shadow-high"
        >
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-[15px] text-soft leading-relaxed">
            {lead}
          </AlertDialog.Description>
          <div className="mt-7 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t("cancel")}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button tone="danger" onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
