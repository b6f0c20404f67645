"use client";

import { useEffect, useState } from "react";

/** `text`, once it has not changed for `pauseMs`, so that the server is not asked for every key that is typed. */
export function useSettled(text: string, pauseMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, pauseMs]);
  return settled;
}
