import "server-only";

/** The work took longer than it may. It goes on unheard. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";
}

/** What `work` resolves with, or {@link TimedOut} after `limitMs`. */
export async function withLimit<T>(limitMs: number, work: () => Promise<T> | T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut()), limitMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(work), late]);
  } finally {
    clearTimeout(timer);
  }
}
