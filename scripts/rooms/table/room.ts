/** A room of the project: a folder, or a file that is a room of its own, and what its files may import. */
export interface Room {
  /** `lib/phone/calls`, or `lib/phone/phone.ts`. A file belongs to the room with the longest path that holds it. */
  readonly path: string;
  /** Rooms that it may import, or single files of rooms. Its own files it always may. */
  readonly may: readonly string[];
  /** Packages that it may import; `node` stands for Node's own modules. */
  readonly packages: readonly string[];
  /** What its tests may import besides. They may also import the testing folders and the tools of tests. */
  readonly testsMay?: readonly string[];
}
