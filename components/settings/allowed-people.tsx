"use client";

import { useTranslations } from "next-intl";
import { allowedPeople, setAllowed } from "@/components/api/people";
import { PeopleSection, PersonLine } from "./people-section";

/** Who may ring me even when only known people may, and the way back. */
export function AllowedPeople() {
  const t = useTranslations("settings");
  return (
    <PeopleSection
      title={t("allowed")}
      empty={t("allowedEmpty")}
      list={allowedPeople}
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
