import { openPageFor } from "@/lib/http/person";
import { readOpening } from "./adapters/opening";
import { getPhone } from "./browser";

/**
 * Starts the phone of a page that was made for somebody, before React has taken the page over. The page's components
 * then find it running: `start()` does nothing the second time.
 */
export function startEarly(): void {
  const opening = readOpening();
  if (!opening) return;
  // Before the first request, each of which says for whom it is.
  openPageFor(opening.username);
  getPhone().start();
}
