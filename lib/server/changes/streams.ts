import "server-only";
import type { Stream } from "./stream";

/** The open streams of this process, to be found by several keys. */
export class Streams {
  readonly #all = new Set<Stream>();
  readonly #byPerson = new Map<string, Set<Stream>>();
  readonly #bySession = new Map<string, Set<Stream>>();

  get size(): number {
    return this.#all.size;
  }

  /** The people (ids) who have a stream. */
  get people(): string[] {
    return [...this.#byPerson.keys()];
  }

  /** The sessions (ids of rows) that have a stream. */
  get sessions(): string[] {
    return [...this.#bySession.keys()];
  }

  all(): Stream[] {
    return [...this.#all];
  }

  ofPerson(person: string): Stream[] {
    return [...(this.#byPerson.get(person) ?? [])];
  }

  ofSession(session: string): Stream[] {
    return [...(this.#bySession.get(session) ?? [])];
  }

  add(stream: Stream): void {
    this.#all.add(stream);
    put(this.#byPerson, stream.session.person.id, stream);
    put(this.#bySession, stream.session.id, stream);
  }

  delete(stream: Stream): void {
    this.#all.delete(stream);
    drop(this.#byPerson, stream.session.person.id, stream);
    drop(this.#bySession, stream.session.id, stream);
  }
}

function put(map: Map<string, Set<Stream>>, key: string, stream: Stream): void {
  const set = map.get(key);
  if (set) set.add(stream);
  else map.set(key, new Set([stream]));
}

function drop(map: Map<string, Set<Stream>>, key: string, stream: Stream): void {
  const set = map.get(key);
  set?.delete(stream);
  if (set?.size === 0) map.delete(key);
}
