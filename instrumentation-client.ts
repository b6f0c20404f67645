import { config } from "zod/mini";
import { openingElementId } from "@/lib/contracts/opening-element";

// Runs before any other script of a page. zod tries with each first schema whether it may compile code (`new Function`),
// which the content security policy forbids: the browser would report a violation on every page.
config({ jitless: true });

// In local mode the phone waits for this file before it evaluates the SDK, so it is loaded while React is evaluated. Where
// that fails, the phone loads it again.
if (document.getElementById(openingElementId)?.dataset.local !== undefined)
  import("@/lib/phone/adapters/local-signalling").catch(() => {});
