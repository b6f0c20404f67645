import "server-only";

/** Whoever hears what the processes tell each other. */
export interface Ear {
  hear(message: string): void;
  /** Nothing more will be heard. Called once at most. */
  lost(error: Error): void;
}

/** A way on which all processes of the server reach each other. */
export interface Transport {
  /** The longest message (bytes) that it carries. */
  readonly mostBytes: number;
  /** Sends a message to every process that listens, this one too. Rejects if it may not have arrived. */
  send(message: string): Promise<void>;
  /** Listens until the returned function is called. Rejects if that cannot be begun. */
  listen(ear: Ear): Promise<() => Promise<void>>;
  /** What to tell the operator if this process does not hear even itself. */
  readonly unheard: string;
}
