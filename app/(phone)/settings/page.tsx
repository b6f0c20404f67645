import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SettingsPage } from "@/components/settings/settings-page";
import { hasPassword, requirePersonForPage } from "@/lib/server/auth";
import { PageTexts } from "../../page-texts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function Settings() {
  const me = await requirePersonForPage("/settings");
  return (
    <PageTexts of={["auth", "guestLinks", "passkeys"]}>
      <SettingsPage hasPassword={await hasPassword(me.id)} />
    </PageTexts>
  );
}
