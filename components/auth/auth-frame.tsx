import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageChoice } from "@/components/language/language-choice";
import { Mark } from "@/components/ui/mark";
import { AuthScene } from "./auth-scene";

interface AuthFrameProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** The frame of the sign-in and sign-up pages: the form, and on a wide screen what the product is for. */
export async function AuthFrame({ title, lead, children }: AuthFrameProps) {
  const t = await getTranslations();
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:p-4">
      <main className="flex justify-center px-6 py-10 lg:items-center">
        <div className="w-full max-w-[23.5rem]">
          <div className="flex items-center justify-between gap-4">
            <p className="flex items-center gap-3 font-semibold text-[15px]">
              <Mark />
              <span>{t("app.name")}</span>
            </p>
            <LanguageChoice className="h-10 border-transparent bg-transparent pl-3 text-soft text-sm" />
          </div>
          <h1 className="mt-10 font-semibold text-[30px] leading-tight">{title}</h1>
          <p className="wrap-anywhere mt-1.5 text-base text-soft">{lead}</p>
          {children}
        </div>
      </main>
      <aside
        aria-label={t("app.tagline")}
        className="stage relative hidden overflow-hidden rounded-[28px] lg:block"
      >
        <AuthScene />
        <div className="absolute inset-x-0 bottom-0 p-12">
          <p className="text-balance font-semibold text-4xl tracking-tight">{t("auth.story")}</p>
          <p className="mt-3 max-w-md text-lg text-soft leading-relaxed">{t("auth.storyLead")}</p>
        </div>
      </aside>
    </div>
  );
}
