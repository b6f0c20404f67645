"use client";

import {
  notifyManager,
  QueryClient,
  QueryClientProvider,
  queryOptions,
  replaceEqualDeep,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import { type Change, peoplePollMs } from "@/lib/contracts";
import { holdReads } from "@/lib/http/hold";
import { getLive } from "@/lib/live/browser";
import type { Live } from "@/lib/live/live";
import { type ChangeableCache, followChanges } from "./follow-changes";
import { pollMs } from "./polling";
import { type FailureCode, failureOf } from "./request";

// By default the library renders a change after a timer. The promise of an action would then resolve before the page
// shows what the action changed, and the code that waits for it would move the focus on the old page.
notifyManager.setScheduler(queueMicrotask);

interface QuerySource<T> {
  /** The name of the query. A key that begins with the key of another one belongs to it. */
  key: readonly string[];
  /**
   * The time (ms) from one answer to the next poll while no changes are told, or how to find it from what is known. It gets
   * longer while the answers stay the same.
   */
  pollMs: number | ((known: T | null) => number);
  /** The same while changes are told, of which each one begins the time anew; false: then it is not polled. */
  backstopMs: number | false;
  /** Requests it. `known()` is what is known at that moment, null at first. */
  load: (signal: AbortSignal, known: () => T | null) => Promise<T>;
  /** Whether the answer is kept when no component shows it any more. */
  keep: boolean;
}

/** How many answers in a row brought nothing new, for each query of the library. */
const unchanged = new WeakMap<object, number>();

/** A part of the server's state, and how to request it. */
export function serverQuery<T>({ key, pollMs: first, backstopMs, load, keep }: QuerySource<T>) {
  const options = queryOptions<T | null>({
    queryKey: key,
    async queryFn({ signal, client }) {
      const known = () => client.getQueryData<T | null>(key) ?? null;
      const answer = await load(signal, known);
      const query = client.getQueryCache().find({ queryKey: key });
      const isSame = replaceEqualDeep(known(), answer) === known();
      if (query) unchanged.set(query, isSame ? (unchanged.get(query) ?? 0) + 1 : 0);
      return answer;
    },
    refetchInterval(query) {
      const firstMs = typeof first === "number" ? first : first(query.state.data ?? null);
      return pollMs(firstMs, unchanged.get(query) ?? 0);
    },
    gcTime: keep ? Number.POSITIVE_INFINITY : 0,
    // The library forgets the error of a query without data at its next request: the text about it would blink.
    initialData: null,
  });
  return { options, backstopMs };
}

const notLive = () => false;

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
 * A part of the server's state: requested when the component is mounted, when the server tells that it has changed, and
 * when the page becomes visible again. While the server tells of no changes it is polled, as long as the page is visible.
 * Every component that uses this polls: where many need the same state, let one use it and hand the state down. `written`:
 * the answer that came with the page, in place of the first request.
 */
export function useServerState<T>({ options, backstopMs }: ServerQuery<T>, written?: T): ServerState<T> {
  const live = use(LiveContext);
  const isLive = useSyncExternalStore(live.onStream, () => live.stream() !== null, notLive);
  const { data, error, refetch } = useQuery({
    ...options,
    initialData: written ?? null,
    refetchOnMount: written === undefined,
    ...(isLive ? { refetchInterval: backstopMs } : {}),
  });
  return { data: data ?? null, failure: error && failureOf(error), refresh: refetch };
}

/** What is known of `query` from other components. It is not requested. */
export function useKnown<T>({ options }: ServerQuery<T>): T | null {
  return useQuery({ ...options, enabled: false }).data;
}

/** Changes what is known of the server's state, for actions. */
export function useServerCache() {
  const client = useQueryClient();
  return {
    /** Shows the answer of an action. A request under way is cancelled: its answer may be older. */
    async write<T>({ options: { queryKey } }: ServerQuery<T>, answer: T): Promise<void> {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, answer);
    },

    /** Adds to what is known. A request under way goes on. */
    update<T>({ options: { queryKey } }: ServerQuery<T>, change: (known: T | null) => T | null): void {
      client.setQueryData<T | null>(queryKey, (known) => change(known ?? null));
    },

    /**
     * Requests again what belongs to these keys, and resolves when that has succeeded or failed. What no component
     * shows is requested once a component shows it.
     */
    async refresh(...keys: readonly string[]): Promise<void> {
      await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },

    /** Requests nothing more, for a page that is about to leave. The returned function lets it go on, if it stays. */
    leave(): () => void {
      const release = holdReads();
      void client.cancelQueries();
      return () => {
        release();
        void client.invalidateQueries();
      };
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

/** What the changes that the server tells do to the library's cache. */
function changeable(client: QueryClient): ChangeableCache {
  return {
    find: (name) =>
      client
        .getQueryCache()
        .findAll({ queryKey: [name] })
        .map(({ queryKey, state }) => ({
          key: queryKey,
          data: state.data,
          asking: state.fetchStatus !== "idle",
        })),
    write: (key, data) => client.setQueryData(key, data),
    ask: (name) => void client.invalidateQueries(name === undefined ? {} : { queryKey: [name] }),
  };
}

/**
 * Polls as often as at first again when the stream of changes is lost, and when the user does something. Then what is
 * older than that is also requested at once.
 */
function pollFastAgain(client: QueryClient, live: Live): () => void {
  function forget(): void {
    for (const query of client.getQueryCache().getAll()) unchanged.delete(query);
  }

  function hurry(): void {
    if (live.stream() !== null || document.hidden) return;
    forget();
    const old = Date.now() - peoplePollMs;
    void client.refetchQueries({
      type: "active",
      predicate: ({ state: { fetchStatus, dataUpdatedAt, errorUpdatedAt } }) =>
        fetchStatus === "idle" && Math.max(dataUpdatedAt, errorUpdatedAt) < old,
    });
  }

  const endStream = live.onStream(forget);
  const events = ["pointerdown", "keydown", "visibilitychange"];
  for (const event of events) document.addEventListener(event, hurry, { passive: true });
  return () => {
    endStream();
    for (const event of events) document.removeEventListener(event, hurry);
  };
}

const LiveContext = createContext<Live>(getLive());

/** Calls `listener` with each change that the server tells. */
export function useChange(listener: (change: Change) => void): void {
  const live = use(LiveContext);
  const hear = useEffectEvent(listener);
  useEffect(() => live.onChange(hear), [live]);
}

/** Says whose changes are wanted, by the people on the screen (`ChangesScreen`); null: they are not known yet. */
export function useScreen<T>(
  shown: T | null,
  screenOf: (shown: T) => Parameters<Live["setScreen"]>[0],
): void {
  const live = use(LiveContext);
  useEffect(() => {
    if (shown !== null) live.setScreen(screenOf(shown));
  }, [live, shown, screenOf]);
}

/**
 * Keeps the server's state of this tab, and follows the changes that the server tells. Signing out loads another page, and
 * so drops it. `live`: the changes of another source, for a test.
 */
export function ServerStateProvider({ live = getLive(), children }: { live?: Live; children: ReactNode }) {
  const [client] = useState(createClient);
  useEffect(() => {
    const ends = [followChanges(changeable(client), live), pollFastAgain(client, live), live.start()];
    return () => {
      for (const end of ends) end();
    };
  }, [client, live]);
  return (
    <LiveContext value={live}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </LiveContext>
  );
}
