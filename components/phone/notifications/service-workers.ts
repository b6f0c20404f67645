/** The browser's service workers; null: it has none, or the page may not use them, as in a sandboxed frame. */
export function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return navigator.serviceWorker ?? null;
  } catch {
    return null;
  }
}
