"use client";

import { useMe } from "@/components/api/me";
import type { CallInfo } from "@/lib/phone/model/types";
import { useGoToCall } from "./call-page";
import { useCanCall } from "./can-call";
import { usePhone } from "./use-phone";

/** A person to call. */
export interface Callee {
  readonly username: string;
  readonly displayName: string;
}

/**
 * Whether I call the other side of an earlier call anonymously: if I always call so, or did in that call. A call to me
 * from an anonymous caller does not count.
 */
export function anonymousAgain(
  byDefault: boolean,
  before: Pick<CallInfo, "direction" | "anonymous">,
): boolean {
  return byDefault || (before.direction === "outgoing" && before.anonymous);
}

/** Starts and answers calls from any page. */
export function useCallActions() {
  const phone = usePhone();
  const ready = useCanCall();
  const goToCall = useGoToCall();
  const { anonymousByDefault } = useMe();

  function call(who: Callee, anonymous = anonymousByDefault) {
    phone.dial({ username: who.username, name: who.displayName, anonymous });
    goToCall();
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
      goToCall();
    },
    answerWaiting() {
      phone.answerWaiting();
      goToCall();
    },
  };
}
