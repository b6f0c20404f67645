"use client";

import { useEffect } from "react";
import { createLater } from "./later";
import { onToast } from "./toast";

const later = createLater(() => import("./sonner-toaster"));

/** Where toasts appear. What shows them is loaded with the first touch of the page, or with the first toast. */
export function Toaster({ label }: { label: string }) {
  const loaded = later.use();
  useEffect(() => onToast(() => void later.want()), []);
  return loaded && <loaded.SonnerToaster label={label} />;
}
