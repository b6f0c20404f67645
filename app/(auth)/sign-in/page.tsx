import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NobodyHere } from "@/components/api/nobody-here";
import { AuthFrame } from "@/components/auth/auth-frame";
import { FormFailure } from "@/components/auth/form-failure";
import { calleeOf, type SearchParams, safeNext, withNext } from "@/components/auth/safe-next";
import { SignInWays } from "@/components/auth/sign-in-ways";
import { Banner } from "@/components/ui/banner";
import { currentPerson, isSuspendedVisitor, signInOptions } from "@/lib/server/auth";

type AuthTexts = Awaited<ReturnType<typeof getTranslations<"auth">>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signInTitle") };
}

/** Why an account of another site was refused (`accountRefusal`), if the page knows. */
function refusalText(t: AuthTexts, error: string | string[]): string | undefined {
  if (error === "sign_up_closed") return t("signUpClosed");
  if (error === "invitation_needed") return t("accountInvitation");
  return undefined;
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next, error, created, deleted } = await searchParams;
  const path = safeNext(next);
  if (await currentPerson()) redirect(path);
  const t = await getTranslations("auth");
  const username = calleeOf(path);
  const { providers, demo } = await signInOptions();
  const suspended = error === "suspended" || (await isSuspendedVisitor());
  return (
    <AuthFrame title={t("signInTitle")} lead={username ? t("signInToCall", { username }) : t("signInLead")}>
      <NobodyHere />
      {(suspended || error || created || deleted) && (
        <div className="mt-6 grid gap-3">
          {suspended && <FormFailure text={t("suspended")} />}
          {error && error !== "suspended" && (
            <FormFailure text={refusalText(t, error) ?? t("providerFailed")} />
          )}
          {created && <Banner tone="green">{t("created")}</Banner>}
          {deleted && <Banner tone="green">{t("deleted")}</Banner>}
        </div>
      )}
      <SignInWays next={path} providers={providers} demo={demo} created={created !== undefined} />
      <p className="mt-8 text-center text-[15px] text-soft">
        <span>{`${t("newHere")} `}</span>
        <Link
          href={withNext("/sign-up", path)}
          className="font-medium text-ink underline decoration-edge underline-offset-4 hover:decoration-ink"
        >
          {t("toSignUp")}
        </Link>
      </p>
    </AuthFrame>
  );
}
