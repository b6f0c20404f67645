import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HistoryPage } from "@/components/history/history-page";
import { requirePersonForPage } from "@/lib/server/auth";
import { PageTexts } from "../../page-texts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

export default async function History() {
  await requirePersonForPage("/history");
  return (
    <PageTexts of={["history"]}>
      <HistoryPage />
    </PageTexts>
  );
}
