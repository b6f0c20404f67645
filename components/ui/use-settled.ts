"use client";

import { useEffect, useState } from "react";

/** `text` once it has stayed the same for `pauseMs`: what somebody types is not asked for key by key. */
export function useSettled(text: string, pauseMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, pauseMs]);
  return settled;
}
