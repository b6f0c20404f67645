"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "@/components/ui/cn";
import type { Person } from "@/lib/contracts";
import { PersonRow } from "./person-row";

/** People in the order that the server gives them. Favourites, if there are any, are a list of their own. */
export function PeopleList({ people }: { people: readonly Person[] }) {
  const t = useTranslations("people");
  const favourites = people.filter(({ favourite }) => favourite);
  const others = people.filter(({ favourite }) => !favourite);
  const hasTwo = favourites.length > 0;
  return (
    <>
      {hasTwo && <Rows title={t("favourites")} people={favourites} />}
      {/* At the same place with and without a title: else all rows would be made anew with the first favourite. */}
      {others.length > 0 && <Rows title={hasTwo ? t("everybody") : null} people={others} />}
    </>
  );
}

function Rows({ title, people }: { title: string | null; people: readonly Person[] }) {
  const id = useId();
  return (
    <>
      {title !== null && (
        <h2 id={id} className="mt-6 font-medium text-[13px] text-soft">
          {title}
        </h2>
      )}
      <ul
        aria-labelledby={title === null ? undefined : id}
        className={cn("-mx-3 flex flex-col gap-0.5 max-sm:-mx-1", title === null ? "mt-4" : "mt-1.5")}
      >
        {people.map((person) => (
          <PersonRow key={person.username} person={person} />
        ))}
      </ul>
    </>
  );
}
