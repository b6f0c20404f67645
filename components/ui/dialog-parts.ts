import { createContext, type ReactNode, type RefObject } from "react";

/**
 * True while something must be answered at once: a ringing call. An open modal would keep the keyboard from its
 * buttons. Afterwards the dialogs are back as they were.
 */
export const DialogsStepAside = createContext(false);

/** The parts of a dialog that asks before an action. */
export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  lead: ReactNode;
  /** The text of the button that confirms, which is red. */
  action: string;
  onConfirm: () => void;
  /** Where the focus goes afterwards: what opened the dialog, or the button of the menu that did. */
  returnTo: RefObject<HTMLElement | null>;
}
