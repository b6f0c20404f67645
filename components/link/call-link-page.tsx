"use client";

import { CircleUserRound, Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Callee } from "./callee";
import { ToPhone } from "./to-phone";

/** The page of a call link: the person, and one button that calls them. */
export function CallLinkPage({ username, self }: { username: string; self: boolean }) {
  return (
    <div className="grid min-h-full grid-cols-1 place-items-center px-5 py-10">
      {self ? <OwnLink username={username} /> : <Callee username={username} />}
    </div>
  );
}

function OwnLink({ username }: { username: string }) {
  const t = useTranslations();
  const copyLink = useCopyCallLink();
  const action = (
    <div className="flex flex-wrap justify-center gap-2">
      <Button tone="primary" onClick={() => copyLink(username)}>
        <Link2 aria-hidden />
        <span>{t("phone.ready.copyLink")}</span>
      </Button>
      <ToPhone />
    </div>
  );
  return (
    <EmptyState
      icon={<CircleUserRound />}
      level="h1"
      title={t("link.self")}
      lead={t("link.selfLead")}
      action={action}
    />
  );
}
