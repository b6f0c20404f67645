import type { ExternalToast, toast as sonnerToast } from "sonner";

/** How a toast looks, whatever shows it. */
export const toastLook =
  "flex w-full items-center gap-3 rounded-2xl bg-ink px-4 py-3.5 text-[15px] text-paper shadow-high";

interface Waiting {
  text: string;
  show(toast: typeof sonnerToast): void;
}

/** null: no place for toasts has been loaded yet. */
let shown: typeof sonnerToast | null = null;
let waiting: Waiting[] = [];
let load = () => {};

/** Calls `listener` with each toast that has no place yet, until the returned function is called. */
export function onToast(listener: () => void): () => void {
  load = listener;
  if (waiting.length > 0) listener();
  return () => {
    load = () => {};
  };
}

/**
 * The place for toasts is there: shows those that waited for it, and from now on each at once, until the returned
 * function is called.
 */
export function showToasts(toast: typeof sonnerToast): () => void {
  shown = toast;
  const before = waiting;
  waiting = [];
  for (const { show } of before) show(toast);
  return () => {
    shown = null;
  };
}

/** Takes the texts that wait for the library, for a place that shows them without it. */
export function takeWaiting(): string[] {
  const texts = waiting.map(({ text }) => text);
  waiting = [];
  return texts;
}

function show(text: string, one: Waiting["show"]): void {
  if (shown) {
    one(shown);
    return;
  }
  waiting.push({ text, show: one });
  load();
}

/** A short message above the page. The library that shows it is loaded by `Toaster`. */
export function toast(text: string, options?: ExternalToast): void {
  show(text, (library) => library(text, options));
}
toast.success = (text: string) => show(text, (library) => library.success(text));
toast.error = (text: string) => show(text, (library) => library.error(text));
