"use client";

import { useTranslations } from "next-intl";
import { AllowedPeople } from "./allowed-people";
import { BlockedPeople } from "./blocked-people";
import { GuestLinkSettings } from "./guest-links/guest-link-settings";
import { Section } from "./section";

/** Who may call me, and how: by a guest link, always, or never. */
export function PeopleSections() {
  const t = useTranslations("guestLinks");
  return (
    <>
      <Section title={t("title")}>
        <GuestLinkSettings />
      </Section>
      <AllowedPeople />
      <BlockedPeople />
    </>
  );
}
