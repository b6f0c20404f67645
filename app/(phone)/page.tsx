import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PeoplePage } from "@/components/people/people-page";
import { requirePersonForPage } from "@/lib/server/auth";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: { absolute: t("app.name") } };
}

export default async function Home() {
  await requirePersonForPage("/");
  return <PeoplePage />;
}
