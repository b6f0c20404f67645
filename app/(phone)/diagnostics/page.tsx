import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DiagnosticsPage } from "@/components/diagnostics/diagnostics-page";
import { requirePersonForPage } from "@/lib/server/auth";
import { PageTexts } from "../../page-texts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("diagnostics"))("title") };
}

export default async function Diagnostics() {
  await requirePersonForPage("/diagnostics");
  return (
    <PageTexts of={["diagnostics"]}>
      <DiagnosticsPage />
    </PageTexts>
  );
}
