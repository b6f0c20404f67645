"use client";

import {
  notifyManager,
  QueryClient,
  QueryClientProvider,
  type QueryFunctionContext,
  queryOptions,
  useQuery,
} from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type FailureCode, failureOf } from "./request";

// By default the library draws an answer after a timer. An action that has written its answer would then resolve
// before the page shows it, and its caller would look for the focus on a page of before.
notifyManager.setScheduler(queueMicrotask);

/** What the server said last, and whether the last question failed. `data` stays when a later question fails. */
export interface ServerState<T> {
  readonly data: T | null;
  readonly failure: FailureCode | null;
  /** Asks now. A question under way is given up and asked again. Resolves when it is answered, or has failed. */
  refresh(): Promise<unknown>;
}

/**
 * A part of the server's state, asked for at once when a component shows it, then every `everyMs` while the page is
 * visible, and at once when the page is visible again.
 */
export function serverQuery<T>(
  key: readonly string[],
  everyMs: number,
  load: (context: QueryFunctionContext) => Promise<T>,
) {
  return queryOptions<T | null>({
    queryKey: key,
    queryFn: load,
    refetchInterval: everyMs,
    // The library forgets the failure of a query without data whenever it asks again: its text would blink.
    initialData: null,
  });
}

export type ServerQuery<T> = ReturnType<typeof serverQuery<T>>;

/** Asks for `query` while the component is mounted. Each component that does so polls: let one do it, and hand down. */
export function useServerState<T>(query: ServerQuery<T>): ServerState<T> {
  const { data, error, refetch } = useQuery(query);
  return { data, failure: error && failureOf(error), refresh: refetch };
}

/** Shows what an action answered. A question under way, which may know less, is given up. */
export async function writeAnswer<T>(client: QueryClient, query: ServerQuery<T>, answer: T): Promise<void> {
  await client.cancelQueries({ queryKey: query.queryKey });
  client.setQueryData(query.queryKey, answer);
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The next poll is the next try.
        retry: false,
        // A browser that believes to be offline asks too: the failure is what tells people.
        networkMode: "always",
        gcTime: Number.POSITIVE_INFINITY,
      },
    },
  });
}

/** Keeps the server's state for this tab. It ends with the page: signing out loads another one. */
export function ServerStateProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
