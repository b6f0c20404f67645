"use client";

import { ServerOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";
import { EmptyState } from "./empty-state";
import { handsFocusOn } from "./focus";

interface LoadFailureProps {
  title: string;
  /** Why it failed, and what to do. */
  lead: string;
  onTryAgain: () => void;
  /** `h1` where this is all there is on the page. */
  level?: "p" | "h1";
  /** Shown beside the button that tries again. */
  otherAction?: ReactNode;
}

/** Stands in for content that could not be loaded, with a button that tries again. */
export function LoadFailure({ title, lead, onTryAgain, level = "p", otherAction }: LoadFailureProps) {
  const t = useTranslations("app");
  return (
    <EmptyState
      icon={<ServerOff />}
      level={level}
      title={title}
      lead={lead}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button ref={handsFocusOn} onClick={onTryAgain}>
            {t("tryAgain")}
          </Button>
          {otherAction}
        </div>
      }
    />
  );
}
