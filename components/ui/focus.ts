/** Focuses `element` if the focus went with something that is gone; otherwise it is where somebody put it. */
export function takeLostFocus(element: HTMLElement | null | undefined): void {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body) return;
  element?.focus({ preventScroll: true });
}

/**
 * A `ref` for what goes by itself, such as a button whose work is done: when it had the focus, that is handed on
 * as by {@link focusAround}.
 */
export function handsFocusOn(element: HTMLElement | null): (() => void) | undefined {
  return element ? () => void (element === document.activeElement && focusAround(element)) : undefined;
}

/** Hands the focus of something about to go to the part of the page it is in, lest it fall to the page's top. */
export function focusAround(element: Element): void {
  element.closest<HTMLElement>("[tabindex='-1']")?.focus({ preventScroll: true });
}
