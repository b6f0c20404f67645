"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LanguageChoice } from "@/components/language/language-choice";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";

interface GuestFrameProps {
  /** Stands in place of the product's name during a call. */
  top?: ReactNode;
  children: ReactNode;
}

/** The frame of a guest's page. During a call the card is as large as a phone's screen, or fills a small one. */
export function GuestFrame({ top, children }: GuestFrameProps) {
  const t = useTranslations("app");
  return (
    <div className={cn("flex flex-col", top ? "h-dvh" : "min-h-dvh")}>
      <header className="flex items-center gap-3 px-5 py-3 lg:px-8 lg:py-5">
        <Mark />
        {top ?? <p className="min-w-0 flex-1 truncate font-semibold text-[15px]">{t("name")}</p>}
        <LanguageChoice className="h-10 border-transparent bg-transparent pl-3 text-soft text-sm" />
      </header>
      <main
        className={cn(
          "flex min-h-0 flex-1 flex-col items-center",
          top ? "lg:justify-center lg:px-8 lg:pb-8" : "px-5 pt-6 pb-16 lg:justify-center lg:pt-0",
        )}
      >
        <div
          className={cn(
            "w-full",
            top
              ? "min-h-0 flex-1 overflow-hidden border-hairline lg:max-h-[44rem] lg:max-w-[26.5rem] lg:rounded-[28px] lg:border lg:shadow-low"
              : "max-w-[26.5rem]",
          )}
        >
          {children}
        </div>
      </main>
    </div>
  );
}
