"use client";

import { useState } from "react";
import { type PeopleAnswer, peopleQuery, useListOnScreen } from "@/components/api/people";
import { useKnown, useServerState } from "@/components/api/server-state";
import { useSettled } from "@/components/ui/use-settled";
import type { Person } from "@/lib/contracts";
import { knownOf } from "./match";

/** How long (ms) to wait for the next key before the server is asked. */
const typingPauseMs = 150;

/** The people who match what is typed: before the server has answered, those it has named earlier. */
export function usePeople(typed: string) {
  const wanted = typed.trim();
  const asked = useSettled(wanted, typed === "" ? 0 : typingPauseMs);
  const { data, failure, refresh } = useServerState(peopleQuery(asked));
  // As last answered: while a search is on, everybody is not requested.
  const everybody = useKnown(peopleQuery(""))?.people ?? null;

  // Until a new search is answered or has failed, the answer and the failure of the search before it are shown.
  const [last, setLast] = useState<{ answer: PeopleAnswer | null; failed: typeof failure }>({
    answer: null,
    failed: null,
  });
  const answer = data ?? last.answer;
  const failed = data || failure ? failure : last.failed;
  if (answer !== last.answer || failed !== last.failed) setLast({ answer, failed });

  useListOnScreen(answer);

  const answered = answer?.query === wanted;
  const shown: readonly Person[] | null = answered
    ? answer.people
    : answer && knownOf(answer, everybody, wanted);
  return {
    /** null: nothing is known. */
    shown,
    /** The server has answered what is typed. Before that, people who are not in `shown` may still be found. */
    answered,
    /** More people match than the server has sent. */
    more: answered && answer.more,
    everybody,
    failure: failed,
    refresh,
  };
}
