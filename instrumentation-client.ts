import { config } from "zod/mini";

// Runs before any other script of a page. zod tries with each first schema whether it may compile code (`new Function`),
// which the content security policy forbids: the browser would report a violation on every page.
config({ jitless: true });
