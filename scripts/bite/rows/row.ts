/** A database that tests of data run on. */
export type DatabaseName = "PostgreSQL" | "PGlite";

/** A control that can be switched off in the source, and the tests that should notice. */
export interface Control {
  /** What is switched off, in words. */
  readonly off: string;
  readonly file: string;
  /** The text that is replaced. It stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The test file. */
  readonly test: string;
  /** A part of the title of a test, or of a group of tests, to run alone; else all tests of the file run. */
  readonly title?: string;
  /** How often the tests must notice; more than once if that depends on timing. */
  readonly times?: number;
  /** The databases on each of which the tests must notice; none if they use no database. */
  readonly on?: readonly DatabaseName[];
}

/** A threat, or a fault of the machinery, and the controls against it. */
export interface Row {
  /** The number of a threat, or `F` and the number of a fault. */
  readonly id: string;
  readonly words: string;
  readonly controls: readonly Control[];
}

/** For tests that run on either database. */
export const both: readonly DatabaseName[] = ["PostgreSQL", "PGlite"];

/** For tests that need a server, because the embedded database has one connection only. */
export const server: readonly DatabaseName[] = ["PostgreSQL"];
