"use client";

import { useRouter } from "next/navigation";
import { useMe } from "@/components/shell/me-context";
import { isNarrow } from "@/components/ui/use-narrow";
import type { CallInfo } from "@/lib/phone/types";
import { anonymousAgain, canDial } from "./phone-facts";
import { usePhone, usePhoneFact } from "./use-phone";

export interface Callee {
  readonly username: string;
  readonly displayName: string;
}

/** Starting and taking calls from wherever one is. */
export function useCallActions() {
  const phone = usePhone();
  const ready = usePhoneFact(canDial);
  const router = useRouter();
  const { anonymousByDefault } = useMe();

  /** On a small screen the call is a page of its own; on a desktop its panel is always there. */
  function show() {
    if (isNarrow()) router.push("/");
  }

  function call(who: Callee, anonymous = anonymousByDefault) {
    phone.dial({ username: who.username, name: who.displayName, anonymous });
    show();
  }

  return {
    /** Whether a call can be started now. */
    ready,
    anonymousByDefault,
    call,
    /** Calls the other side of an earlier call. */
    callAgain(who: Callee, before: Pick<CallInfo, "direction" | "anonymous">) {
      call(who, anonymousAgain(anonymousByDefault, before));
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
