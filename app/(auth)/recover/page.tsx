import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NobodyHere } from "@/components/api/nobody-here";
import { AuthFrame } from "@/components/auth/auth-frame";
import { RecoverForm } from "@/components/auth/recover-form";
import { type SearchParams, safeNext, withNext } from "@/components/auth/safe-next";
import { currentPerson } from "@/lib/server/auth";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("recoverTitle") };
}

export default async function RecoverPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const path = safeNext((await searchParams).next);
  if (await currentPerson()) redirect(path);
  const t = await getTranslations("auth");
  return (
    <AuthFrame title={t("recoverTitle")} lead={t("recoverLead")}>
      <NobodyHere />
      <RecoverForm next={path} />
      <p className="mt-8 text-pretty text-center text-[13px] text-soft">{t("recoverNoCode")}</p>
      <p className="mt-4 text-center text-[15px]">
        <Link
          href={withNext("/sign-in", path)}
          className="font-medium text-ink underline decoration-edge underline-offset-4 hover:decoration-ink"
        >
          {t("toSignIn")}
        </Link>
      </p>
    </AuthFrame>
  );
}
