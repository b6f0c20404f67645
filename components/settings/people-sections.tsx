"use client";

import { AllowedPeople } from "./allowed-people";
import { BlockedPeople } from "./blocked-people";
import { GuestLinkSettings } from "./guest-links/guest-link-settings";

/** Who may call me, and how: by a guest link, always, or never. */
export function PeopleSections() {
  return (
    <>
      <GuestLinkSettings />
      <AllowedPeople />
      <BlockedPeople />
    </>
  );
}
