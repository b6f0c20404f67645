import type { ExternalToast, toast as sonnerToast } from "sonner";

type Show = (toast: typeof sonnerToast) => void;

/** null: no place for toasts has been loaded yet. */
let shown: typeof sonnerToast | null = null;
let waiting: Show[] = [];
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
  for (const show of before) show(toast);
  return () => {
    shown = null;
  };
}

function show(one: Show): void {
  if (shown) {
    one(shown);
    return;
  }
  waiting.push(one);
  load();
}

/** A short message above the page. The library that shows it is loaded by `Toaster`. */
export function toast(text: string, options?: ExternalToast): void {
  show((library) => library(text, options));
}
toast.success = (text: string) => show((library) => library.success(text));
toast.error = (text: string) => show((library) => library.error(text));
