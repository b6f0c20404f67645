import { type RefObject, useEffect } from "react";
import { onNotificationClick } from "./notification-clicks";

/** Marks the button that answers the call, for {@link useAnswerFocus}. */
export const answerMark = { "data-answer": true };

/**
 * Gives the focus to the button in `dialog` that answers the call `ref`, when its notification is clicked: who comes from
 * there came to answer. Any other page must not take a key that was meant for something else.
 */
export function useAnswerFocus(dialog: RefObject<HTMLElement | null>, ref: string | undefined): void {
  useEffect(
    () =>
      onNotificationClick((click) => {
        if (click.action !== "" || click.ref === undefined || click.ref !== ref) return;
        // In a turn of its own: the dialog takes the focus itself in the turn after it is shown.
        setTimeout(() => {
          dialog.current?.querySelector<HTMLElement>("[data-answer]")?.focus({ preventScroll: true });
        });
      }),
    [dialog, ref],
  );
}
