"use client";

import { useRouter } from "next/navigation";
import { useMe } from "@/components/shell/me-context";
import { canDial } from "./phone-facts";
import { usePhone, usePhoneState } from "./use-phone";

export interface Callee {
  readonly username: string;
  readonly displayName: string;
}

/** On a small screen the call is a page of its own; on a desktop its panel is always there. */
const isNarrow = () => !window.matchMedia("(min-width: 64rem)").matches;

/** Starting and taking calls from wherever one is. */
export function useCallActions() {
  const phone = usePhone();
  const ready = canDial(usePhoneState());
  const router = useRouter();
  const { settings } = useMe();
  const anonymousByDefault = settings?.anonymousByDefault ?? false;

  function show() {
    if (isNarrow()) router.push("/");
  }

  return {
    /** Whether a call can be started now. */
    ready,
    anonymousByDefault,
    call(who: Callee, anonymous = anonymousByDefault) {
      phone.dial({ username: who.username, name: who.displayName, anonymous });
      show();
    },
    answer() {
      phone.answer();
      show();
    },
    answerWaiting() {
      phone.answerWaiting();
      show();
    },
  };
}
