"use client";

import { useTranslations } from "next-intl";
import { AlertDialog } from "radix-ui";
import { type FormEvent, type ReactNode, useContext } from "react";
import { Button } from "./button";
import { type ConfirmDialogProps, DialogsStepAside } from "./dialog-parts";
import { takeLostFocus } from "./focus";

interface FormDialogProps extends Omit<ConfirmDialogProps, "onConfirm"> {
  /** The fields. The first input takes the focus. */
  children: ReactNode;
  busy: boolean;
  /** The button was pressed. The dialog stays open until its owner closes it. */
  onSubmit: (form: HTMLFormElement) => void;
}

/** A dialog that asks for something before an action that cannot be undone. To be loaded when it is wanted. */
export function RadixFormDialog(props: FormDialogProps) {
  const { open, onOpenChange, title, lead, action, busy, onSubmit, returnTo, children } = props;
  const t = useTranslations("app");
  const stepAside = useContext(DialogsStepAside);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!busy) onSubmit(event.currentTarget);
  }

  return (
    <AlertDialog.Root open={open && !stepAside} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-50 animate-appear bg-black/45 backdrop-blur-[2px]" />
        <AlertDialog.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.target instanceof HTMLElement) event.target.querySelector("input")?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // If a ringing call closed the dialog, it has taken the focus already.
            takeLostFocus(returnTo.current);
          }}
          className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 animate-appear overflow-y-auto rounded-3xl bg-raised p-7 shadow-high max-sm:p-5"
        >
          <form onSubmit={submit} noValidate method="post">
            <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
            <AlertDialog.Description asChild>
              <div className="mt-2 grid gap-3 text-[15px] text-soft leading-relaxed">{lead}</div>
            </AlertDialog.Description>
            <div className="mt-5">{children}</div>
            <div className="mt-7 flex flex-wrap justify-end gap-2">
              <AlertDialog.Cancel asChild>
                <Button>{t("cancel")}</Button>
              </AlertDialog.Cancel>
              <Button type="submit" tone="danger" aria-busy={busy}>
                {action}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
