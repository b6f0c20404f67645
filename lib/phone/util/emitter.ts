import type { Emits } from "../ports/voice";

type Listeners<E extends { [K in keyof E]: unknown[] }> = { [K in keyof E]?: Set<(...args: E[K]) => void> };

/** An event source with typed events. Counts its listeners. */
export class Emitter<E extends { [K in keyof E]: unknown[] }> implements Emits<E> {
  private readonly listeners: Listeners<E> = {};

  on<K extends keyof E>(event: K, listener: (...args: E[K]) => void): () => void {
    // A wrapper, so that one function that listens twice is two listeners.
    const entry = (...args: E[K]) => listener(...args);
    const set: Set<(...args: E[K]) => void> = this.listeners[event] ?? new Set();
    this.listeners[event] = set.add(entry);
    return () => {
      set.delete(entry);
    };
  }

  emit<K extends keyof E>(event: K, ...args: E[K]): void {
    const set: Set<(...args: E[K]) => void> = this.listeners[event] ?? new Set();
    for (const listener of [...set]) listener(...args);
  }

  get listenerCount(): number {
    let count = 0;
    for (const event in this.listeners) count += this.listeners[event]?.size ?? 0;
    return count;
  }
}
