import type { Cancel } from "./clock";

/** Something that tells what happens in it. */
export interface EventSource<Event> {
  /** Calls `listener` with each event from now on, until cancelled. */
  on(listener: (event: Event) => void): Cancel;
}

/**
 * Passes events on to listeners, in order, after the code that told of them has ended. A listener may therefore do
 * anything, such as end the call that the event is about. What a listener throws is an uncaught exception of the program
 * that added it, and the other listeners get the event nevertheless.
 */
export class Emitter<Event> implements EventSource<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  on(listener: (event: Event) => void): Cancel {
    // Two uses of one function are two listeners.
    const own = (event: Event) => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  emit(event: Event): void {
    for (const listener of this.#listeners) {
      queueMicrotask(() => {
        if (this.#listeners.has(listener)) listener(event);
      });
    }
  }
}
