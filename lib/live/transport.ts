import type { ChangesScreen } from "@/lib/contracts";
import { HttpError } from "@/lib/http/failure";
import { reportPersonChange } from "@/lib/http/person";
import { send } from "@/lib/http/request";
import type { Cancel, TransportEnd, TransportListener } from "./ports";
import { createEventReader } from "./read-events";

const cut: TransportEnd = { status: null, retryAfterMs: null };

/**
 * Requests a stream of changes. It is read by `fetch` and not by `EventSource`, which opens a stream again by itself under
 * the same id, and shows neither the status of a refusal nor the comments by which a dead connection is noticed.
 */
export function openTransport(stream: string, tab: string, listener: TransportListener): Cancel {
  const abort = new AbortController();
  const { signal } = abort;
  const query = new URLSearchParams({ stream, tab });
  void read(`/api/changes?${query}`, signal, listener).then((how) => {
    if (!signal.aborted) listener.end(how);
  });
  return () => abort.abort();
}

/** Reads the stream to its end, which it resolves to. Never rejects. */
async function read(path: string, signal: AbortSignal, listener: TransportListener): Promise<TransportEnd> {
  try {
    const { body } = await send(path, { signal, limitMs: null });
    const reader = body?.getReader();
    const decoder = new TextDecoder();
    const events = createEventReader((data) => {
      if (!signal.aborted) listener.data(data);
    });
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      if (signal.aborted) break;
      listener.alive();
      events.push(decoder.decode(part.value, { stream: true }));
    }
    return cut;
  } catch (error) {
    return endOf(error);
  }
}

function endOf(error: unknown): TransportEnd {
  if (!(error instanceof HttpError) || error.failure.code !== "status") return cut;
  const { status, retryAfterSeconds } = error.failure;
  if (status === 401) reportPersonChange("nobody");
  return { status, retryAfterMs: retryAfterSeconds === null ? null : retryAfterSeconds * 1_000 };
}

/** PUT /api/changes/screen. Resolves to whether it was accepted. */
export function sendScreen(screen: ChangesScreen): Promise<boolean> {
  return send("/api/changes/screen", { method: "PUT", body: screen }).then(
    () => true,
    () => false,
  );
}
