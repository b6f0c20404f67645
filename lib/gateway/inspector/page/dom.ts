/** A child of an element. A string becomes a text node: nothing that comes from outside is read as HTML. */
export type Child = Node | string;

/** A new element with these attributes and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Sets the text of an element, if it is another one: a screen reader would read it again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows an element or hides it. */
export function setShown(element: HTMLElement, isShown: boolean): void {
  if (element.hidden === isShown) element.hidden = !isShown;
}

/** The element of the page with this id. Throws when the page has none of this class. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
}

/** What shows an item. It is made once for each item and then updated. */
export interface View<T> {
  element: HTMLElement;
  update(item: T): void;
}

/** The children of an element, one for each item of a list. Those that stay keep their state: focus, what is open. */
export class KeyedList<T> {
  #views = new Map<string, View<T>>();

  constructor(
    readonly parent: HTMLElement,
    readonly keyOf: (item: T) => string,
    readonly make: (item: T) => View<T>,
  ) {}

  /** Makes the children those of `items`, in this order. */
  show(items: readonly T[]): void {
    const before = this.#views;
    const focused = document.activeElement;
    this.#views = new Map(
      items.map((item) => [this.keyOf(item), before.get(this.keyOf(item)) ?? this.make(item)] as const),
    );
    for (const [key, { element }] of before) if (!this.#views.has(key)) element.remove();
    for (const [index, item] of items.entries()) {
      const view = this.#views.get(this.keyOf(item));
      if (!view) continue;
      view.update(item);
      const there = this.parent.children[index];
      if (there !== view.element) this.parent.insertBefore(view.element, there ?? null);
    }
    // An element that was moved has lost the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected)
      focused.focus();
  }
}
