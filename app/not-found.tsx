import { Unplug } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default async function NotFound() {
  const t = await getTranslations("pages");
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<Unplug />}
        title={t("notFoundTitle")}
        lead={t("notFoundLead")}
        level="h1"
        action={
          <Link href="/" className={buttonClass({ tone: "primary" })}>
            {t("home")}
          </Link>
        }
      />
    </main>
  );
}
