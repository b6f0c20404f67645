"use client";

import { useEffect, useState } from "react";
import { hasNewCodes } from "@/components/api/new-codes";

/** Shows the recovery codes of a new account. Their code is loaded only where there are some: once in the life of one. */
export function NewCodes() {
  const [loaded, setLoaded] = useState<typeof import("./codes-of-sign-up") | null>(null);
  useEffect(() => {
    // Without the network they stay where they are, for the next page.
    if (hasNewCodes()) import("./codes-of-sign-up").then(setLoaded, () => undefined);
  }, []);
  return loaded && <loaded.CodesOfSignUp />;
}
