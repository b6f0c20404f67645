"use client";

import { BellRing, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { focusAround, handsFocusOn } from "@/components/ui/focus";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { usePush } from "./use-push";

const key = "push-offer";

/** Where storage is switched off, nothing is remembered and the offer comes back with the next page. */
function wasAnswered(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function rememberAnswer(): void {
  try {
    localStorage.setItem(key, "answered");
  } catch {}
}

/**
 * Offers, to somebody who has missed a call, that this device rings while the app is closed: until it does, or cannot, or
 * they dismiss the offer. It is rendered in the browser only.
 */
export function PushOffer() {
  const t = useTranslations("settings.push");
  const { state, busy, turn } = usePush();
  const [answered, setAnswered] = useState(wasAnswered);
  if (answered || state.kind !== "possible" || state.obstacle || (state.on && !busy)) return null;

  async function take() {
    if (!(await turn(true))) return;
    rememberAnswer();
    toast.success(t("offerTaken"));
  }

  function dismiss(button: HTMLElement) {
    focusAround(button);
    rememberAnswer();
    setAnswered(true);
  }

  return (
    <aside
      aria-label={t("label")}
      className="mt-5 flex flex-wrap items-center gap-3 rounded-2xl bg-sunken px-4 py-3 text-sm"
    >
      <BellRing aria-hidden className="size-[18px] shrink-0 text-soft" />
      <p className="min-w-0 flex-1 basis-52 leading-snug">{t("offer")}</p>
      <Button ref={handsFocusOn} size="small" tone="outline" aria-busy={busy} onClick={() => void take()}>
        {t("offerTake")}
      </Button>
      <IconButton
        label={t("offerDismiss")}
        className="-mx-2 size-9"
        onClick={({ currentTarget }) => dismiss(currentTarget)}
      >
        <X aria-hidden />
      </IconButton>
    </aside>
  );
}
