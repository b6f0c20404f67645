import { config } from "zod/mini";
import { openingElementId } from "@/lib/contracts/opening-element";

// Runs before any other script of a page. zod tries with each first schema whether it may compile code (`new Function`),
// which the content security policy forbids: the browser would report a violation on every page.
config({ jitless: true });

/** Only the pages of somebody who is signed in bring something along for a phone. The others load none of its code. */
function startPhone(): boolean {
  if (!document.getElementById(openingElementId)) return false;
  // A script that cannot be loaded is missed by the page, too, which then says so.
  import("@/lib/phone/start-early").then(({ startEarly }) => startEarly()).catch(() => {});
  return true;
}

// The scripts may be here before the page is.
if (!startPhone() && document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", startPhone, { once: true });
}
