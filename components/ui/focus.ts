/** Focuses `element` if the focused element was removed from the page. Otherwise the focus stays where it is. */
export function takeLostFocus(element: HTMLElement | null | undefined): void {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body) return;
  element?.focus({ preventScroll: true });
}

/**
 * A `ref` for an element that may be removed while it has the focus, such as a button whose work is done: the focus
 * then moves as by {@link focusAround}.
 */
export function handsFocusOn(element: HTMLElement | null): (() => void) | undefined {
  return element ? () => void (element === document.activeElement && focusAround(element)) : undefined;
}

/** Moves the focus from an element that is about to be removed to the part of the page around it, not to its top. */
export function focusAround(element: Element): void {
  element.closest<HTMLElement>("[tabindex='-1']")?.focus({ preventScroll: true });
}
