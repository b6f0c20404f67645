"use client";

import { createContext, useContext } from "react";
import { me } from "@/components/api/me";
import { useLive } from "@/components/api/use-live";
import type { Me } from "@/lib/contracts";

/** What the server knows of me when it writes the page. */
export interface Myself {
  readonly username: string;
  readonly displayName: string;
}

const MyselfContext = createContext<Myself>({ username: "", displayName: "" });

export const MyselfProvider = MyselfContext.Provider;

/** Who I am: as the page was written, then as the server says. `settings` is null until it has. */
export function useMe(): Myself & { settings: Me | null } {
  const written = useContext(MyselfContext);
  const { data } = useLive(me);
  return {
    username: written.username,
    displayName: data?.displayName ?? written.displayName,
    settings: data,
  };
}
