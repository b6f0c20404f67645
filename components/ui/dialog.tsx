"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { ConfirmDialogProps } from "./dialog-parts";
import { createLater } from "./later";

const later = createLater(() => import("./radix-dialog"));

/** Asks before an action that is hard to undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange } = props;
  const loaded = later.use();
  const [used, setUsed] = useState(open);
  if (open && !used) setUsed(true);
  const giveUp = useEffectEvent(() => onOpenChange(false));
  useEffect(() => {
    // Without the network it cannot ask. The next click tries again.
    if (open) void later.want().then((there) => there || giveUp());
  }, [open]);
  return loaded && used && <loaded.RadixConfirmDialog {...props} />;
}
