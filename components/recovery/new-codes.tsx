"use client";

import { useEffect, useState } from "react";

/** Whether recovery codes may wait in this tab (`components/api/new-codes.ts`, which is loaded only then). */
function mayHaveCodes(): boolean {
  try {
    return "browser-phone.new-codes" in sessionStorage;
  } catch {
    // Forbidden to this page.
    return false;
  }
}

/** Shows the recovery codes of a new account. Their code is loaded only where there are some: once in the life of one. */
export function NewCodes() {
  const [loaded, setLoaded] = useState<typeof import("./codes-of-sign-up") | null>(null);
  useEffect(() => {
    // Without the network they stay where they are, for the next page.
    if (mayHaveCodes()) import("./codes-of-sign-up").then(setLoaded, () => undefined);
  }, []);
  return loaded && <loaded.CodesOfSignUp />;
}
