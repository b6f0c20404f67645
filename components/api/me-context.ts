"use client";

import { createContext, useContext } from "react";
import type { Me } from "@/lib/contracts";

/** Nobody, with the settings of a new account. */
export const unknownMe: Me = {
  username: "",
  displayName: "",
  doNotDisturb: false,
  callPolicy: "everyone",
  anonymousByDefault: false,
  calling: "on",
  acceptsAnonymous: true,
  missed: 0,
  unheard: 0,
};

/** Who I am, for the components below: provided by `MeProvider`, or by the page of a guest. */
export const MeContext = createContext(unknownMe);

/**
 * Who I am and how I want to be called: as the page was rendered, then as the server answers. So no setting counts as
 * off before the first answer; otherwise a call that should be anonymous would show my name.
 */
export function useMe(): Me {
  return useContext(MeContext);
}
