"use client";

import { createContext, useContext } from "react";
import type { Me } from "@/lib/contracts";
import { me } from "./me";
import { useLive } from "./use-live";

const nobody: Me = {
  username: "",
  displayName: "",
  doNotDisturb: false,
  callPolicy: "everyone",
  anonymousByDefault: false,
  missed: 0,
};

/** What the server knew of me when it wrote the page. */
const WrittenMe = createContext(nobody);

export const MyselfProvider = WrittenMe.Provider;

/**
 * Who I am and how I want to be called: as the page was written, then as the server says. A setting is never
 * taken for off because its answer is still under way: that would call with my name when I asked not to.
 */
export function useMe(): Me {
  const written = useContext(WrittenMe);
  return useLive(me).data ?? written;
}
