"use client";

import { useTranslations } from "next-intl";
import { allowsQuery, usePeopleActions } from "@/components/api/people";
import { PeopleSection, PersonLine } from "./people-section";

/** The people who may ring me even when only known people may. */
export function AllowedPeople() {
  const t = useTranslations("settings");
  const { setAllowed } = usePeopleActions();
  return (
    <PeopleSection
      title={t("allowed")}
      empty={t("allowedEmpty")}
      list={allowsQuery}
      row={({ username, displayName: name }) => (
        <PersonLine
          key={username}
          name={name}
          username={username}
          pictureOf={name}
          note={`@${username}`}
          action={{ text: t("disallow"), label: t("disallowName", { name }) }}
          undo={() => setAllowed(username, false)}
        />
      )}
    />
  );
}
