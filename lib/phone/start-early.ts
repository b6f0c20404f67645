import { openPageFor } from "@/lib/http/person";
import { readOpening, showReady } from "./adapters/opening";
import { getPhone, loadVoiceSoon } from "./browser";
import { hasOpened } from "./state/selectors";

/**
 * Starts the phone of a page that was made for somebody, before React has taken the page over. The page's components
 * then find it running: `start()` does nothing the second time.
 */
export function startEarly(): void {
  const opening = readOpening();
  if (!opening) return;
  // Before the first request, each of which says for whom it is.
  openPageFor(opening.username);
  const phone = getPhone();
  void whenOpened(phone).then(() => {
    // React may take the page over later than this: only then does it show the state by itself.
    if (phone.getState().kind === "ready") showReady(opening.ready);
  });
  // The SDK is loaded while the phone starts, and while the browser decides which tab has it.
  if (opening.token) loadVoiceSoon(opening.token.signaling);
  phone.start();
}

/** Resolves when it is known whether the phone can be used. */
function whenOpened({ getState, subscribe }: ReturnType<typeof getPhone>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = subscribe(() => {
      if (!hasOpened(getState())) return;
      cancel();
      resolve();
    });
  });
}
