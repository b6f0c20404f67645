"use client";

import { useEffect } from "react";
import { createLater } from "@/components/ui/later";
import { useSoon } from "@/components/ui/use-soon";
import type { CallMessage } from "@/lib/contracts";

const later = createLater(() => import("./message-line"));

interface MessagePlaceProps {
  message: CallMessage;
  onChanged: () => void;
}

/** Where the message of a call stands. Most people have none, so its code is loaded when there is one, and has its room until then. */
export function MessagePlace({ message, onChanged }: MessagePlaceProps) {
  const loaded = useSoon(later, true);
  useEffect(() => void later.want(), []);
  const { id } = message;
  // The caller cannot hear it.
  if (id === null) return null;
  return (
    <div className="min-h-11 pt-2 sm:pl-14.5">
      {loaded && <loaded.MessageLine id={id} message={message} onChanged={onChanged} />}
    </div>
  );
}
