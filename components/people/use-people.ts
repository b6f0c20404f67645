"use client";

import { useState } from "react";
import { type PeopleAnswer, peopleQuery } from "@/components/api/people";
import { useServerState } from "@/components/api/server-state";
import { useSettled } from "@/components/ui/use-settled";
import type { Person } from "@/lib/contracts";
import { knownOf } from "./match";

/** How long (ms) to wait for the next key before the server is asked. */
const typingPauseMs = 150;

/** The people who match what is typed. Until the server has answered, those among the people it has named before. */
export function usePeople(typed: string) {
  const wanted = typed.trim();
  const asked = useSettled(wanted, typed === "" ? 0 : typingPauseMs);
  const { data, failure, refresh } = useServerState(peopleQuery(asked));
  // As last asked for: while a search is on, nobody asks for everybody.
  const { data: all } = useServerState({ ...peopleQuery(""), enabled: false });
  const everybody = all?.people ?? null;

  // A search that has just begun knows nothing yet: the answer and the failure before it stand until it does.
  const [last, setLast] = useState<{ answer: PeopleAnswer | null; failed: typeof failure }>({
    answer: null,
    failed: null,
  });
  const answer = data ?? last.answer;
  const failed = data || failure ? failure : last.failed;
  if (answer !== last.answer || failed !== last.failed) setLast({ answer, failed });

  const answered = answer?.query === wanted;
  const shown: readonly Person[] | null = answered
    ? answer.people
    : answer && knownOf(answer, everybody, wanted);
  return {
    /** null: nothing is known. */
    shown,
    /** The server has answered what is typed; until then `shown` proves nobody's absence. */
    answered,
    /** More people match than the server names. */
    more: answered && answer.more,
    everybody,
    failure: failed,
    refresh,
  };
}
