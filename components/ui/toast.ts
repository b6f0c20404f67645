import type { ExternalToast, toast as sonnerToast } from "sonner";

type Show = (toast: typeof sonnerToast) => void;

/** null: no place for toasts has been loaded yet. */
let shown: typeof sonnerToast | null = null;
let waiting: Show[] = [];
let wanted = false;
const listeners = new Set<() => void>();

/** Whether the place for toasts is to be loaded, as a store of React's form. */
export const toastsWanted = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getState: () => wanted,
  set(next: boolean): void {
    wanted = next;
    for (const listener of listeners) listener();
  },
};

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
  if (shown) return one(shown);
  waiting.push(one);
  toastsWanted.set(true);
}

/** A short message above the page. The library that shows it is loaded by `Toaster`. */
export function toast(text: string, options?: ExternalToast): void {
  show((library) => library(text, options));
}
toast.success = (text: string) => show((library) => library.success(text));
toast.error = (text: string) => show((library) => library.error(text));
