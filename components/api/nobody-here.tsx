"use client";

import { useEffect } from "react";
import { announcePerson } from "@/lib/http/person-news";

/** Tells the other tabs that nobody is signed in. It belongs on pages that the server shows only then. */
export function NobodyHere(): null {
  useEffect(() => announcePerson(null), []);
  return null;
}
