"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCanUsePasskeys } from "@/components/api/can-use-passkeys";
import { Button } from "@/components/ui/button";

/** Signs in with a passkey, where the browser can. */
export function PasskeyButton({ busy, enter }: { busy: boolean; enter: () => void }) {
  const t = useTranslations("auth");
  if (!useCanUsePasskeys()) return null;
  return (
    <Button tone="outline" size="large" disabled={busy} onClick={enter} className="mt-3 w-full">
      <KeyRound aria-hidden />
      <span>{t("withPasskey")}</span>
    </Button>
  );
}
