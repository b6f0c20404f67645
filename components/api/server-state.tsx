"use client";

import {
  notifyManager,
  QueryClient,
  QueryClientProvider,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type FailureCode, failureOf } from "./request";

// By default the library renders a change after a timer. The promise of an action would then resolve before the page
// shows what the action changed, and the code that waits for it would move the focus on the old page.
notifyManager.setScheduler(queueMicrotask);

interface QuerySource<T> {
  /** The name of the query. A key that begins with the key of another one belongs to it. */
  key: readonly string[];
  /** The time (ms) from one answer to the next poll, or how to find it from what is known. */
  everyMs: number | ((known: T | null) => number);
  /** Requests it. `known()` is what is known at that moment, null at first. */
  load: (signal: AbortSignal, known: () => T | null) => Promise<T>;
  /** Whether the answer is kept when no component shows it any more. */
  keep: boolean;
}

/** A part of the server's state, and how to request it. */
export function serverQuery<T>({ key, everyMs, load, keep }: QuerySource<T>) {
  return queryOptions<T | null>({
    queryKey: key,
    queryFn: ({ signal, client }) => load(signal, () => client.getQueryData<T | null>(key) ?? null),
    refetchInterval: typeof everyMs === "number" ? everyMs : ({ state }) => everyMs(state.data ?? null),
    gcTime: keep ? Number.POSITIVE_INFINITY : 0,
    // The library forgets the error of a query without data at its next request: the text about it would blink.
    initialData: null,
  });
}

/** What {@link serverQuery} makes. */
export type ServerQuery<T> = ReturnType<typeof serverQuery<T>>;

/** The last answer, and why the last request failed. `data` stays when a later request fails. */
export interface ServerState<T> {
  readonly data: T | null;
  readonly failure: FailureCode | null;
  /** Requests it again now, in place of a request under way. Resolves when that has succeeded or failed. */
  refresh(): Promise<unknown>;
}

/**
 * A part of the server's state: requested when the component is mounted, then polled while the page is visible, and
 * requested at once when the page becomes visible again. Every component that uses this polls: where many need the
 * same state, let one use it and hand the state down.
 */
export function useServerState<T>(query: ServerQuery<T>): ServerState<T> {
  const { data, error, refetch } = useQuery(query);
  return { data, failure: error && failureOf(error), refresh: refetch };
}

/** What is known of `query` from other components. It is not requested. */
export function useKnown<T>(query: ServerQuery<T>): T | null {
  return useQuery({ ...query, enabled: false }).data;
}

/** Changes what is known of the server's state, for actions. */
export function useServerCache() {
  const client = useQueryClient();
  return {
    /** Shows the answer of an action. A request under way is cancelled: its answer may be older. */
    async write<T>({ queryKey }: ServerQuery<T>, answer: T): Promise<void> {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, answer);
    },

    /** Adds to what is known. A request under way goes on. */
    update<T>({ queryKey }: ServerQuery<T>, change: (known: T | null) => T | null): void {
      client.setQueryData<T | null>(queryKey, (known) => change(known ?? null));
    },

    /**
     * Requests again what belongs to these keys, and resolves when that has succeeded or failed. What no component
     * shows is requested once a component shows it.
     */
    async refresh(...keys: readonly string[]): Promise<void> {
      await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  };
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The next poll is the retry.
        retry: false,
        // Also when the browser reports that it is offline: then the failure of the request is shown.
        networkMode: "always",
      },
    },
  });
}

/** Keeps the server's state of this tab. Signing out loads another page, and so drops it. */
export function ServerStateProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
