import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NobodyHere } from "@/components/api/nobody-here";
import { AuthFrame } from "@/components/auth/auth-frame";
import { calleeOf, type SearchParams, safeNext, withNext } from "@/components/auth/safe-next";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { Banner } from "@/components/ui/banner";
import { currentPerson, signUpMode } from "@/lib/server/auth";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signUpTitle") };
}

export default async function SignUpPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const path = safeNext((await searchParams).next);
  if (await currentPerson()) redirect(path);
  const t = await getTranslations("auth");
  const username = calleeOf(path);
  const mode = await signUpMode();
  return (
    <AuthFrame title={t("signUpTitle")} lead={username ? t("signUpToCall", { username }) : t("signUpLead")}>
      <NobodyHere />
      {mode === "closed" ? (
        <Banner className="mt-8">{t("signUpClosed")}</Banner>
      ) : (
        <SignUpForm next={path} byInvitation={mode === "invitation"} />
      )}
      <p className="mt-8 text-center text-[15px] text-soft">
        <span>{`${t("haveAccount")} `}</span>
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
