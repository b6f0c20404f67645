import { openPageFor } from "@/lib/http/person";
import { readOpening, showReady } from "./adapters/opening";
import { getPhone, loadVoiceSoon } from "./browser";
import { hasOpened } from "./state/selectors";

/**
 * Starts the phone of a page that was made for somebody, before React has taken over what the page shows. Its components then
 * find the phone running: `start()` does nothing the second time.
 */
export function startEarly(): void {
  const opening = readOpening();
  if (!opening) return;
  // Before the first request, each of which says for whom it is.
  openPageFor(opening.username);
  // First of all, since it is what takes longest. It does not wait until the browser has decided which tab has the phone.
  if (opening.token) loadVoiceSoon(opening.token.signaling);
  const phone = getPhone();
  void whenOpened(phone).then(() => {
    // React takes the page over later than this: only then does it show the state by itself.
    if (phone.getState().kind === "ready") showReady(opening.ready);
  });
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
