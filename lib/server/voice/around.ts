import "server-only";

/** The request in which something is done. */
export interface Around {
  /** Aborted when the other side does not wait for the answer any more. */
  readonly signal: AbortSignal;
  /** Does something once the request is answered. */
  readonly afterwards: (work: () => Promise<unknown>) => void;
}

/** Outside of a request. */
export const noRequest: Around = {
  signal: new AbortController().signal,
  afterwards: (work) => void work(),
};
