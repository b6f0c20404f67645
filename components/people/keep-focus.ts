import { takeLostFocus } from "@/components/ui/focus";

/** In whose row the focus was when it was removed, until the page has been rendered. */
let lostBy: string | null = null;

/**
 * For the `ref` of a button in a person's row. A row that moves to another list is made anew there: if it had the focus, the
 * button gets it, so that nobody who uses the keyboard begins again at the top of the page.
 */
export function keepFocus(element: HTMLElement, username: string): () => void {
  if (lostBy === username) takeLostFocus(element);
  return () => {
    if (!element.closest("li")?.contains(document.activeElement)) return;
    lostBy = username;
    // React removes the old row and adds the new one at once.
    queueMicrotask(() => {
      lostBy = null;
    });
  };
}
