"use client";

import { PageFailure } from "@/components/shell/page-failure";
import PageError from "../error";

/** Inside the phone's layout, so that a failing page does not end the call beside it. */
export default function PhonePageError({ error, retry }: { error: Error; retry: () => void }) {
  return <PageFailure error={error} otherwise={<PageError error={error} retry={retry} />} />;
}
