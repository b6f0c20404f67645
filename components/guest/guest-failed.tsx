"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { LinePanel } from "@/components/phone/screens/line-panels";
import { Button } from "@/components/ui/button";
import type { GuestLinkProblem } from "@/lib/contracts";
import type { LineRefusal, MicrophoneProblem } from "@/lib/phone/model/types";
import { useAdvice } from "./use-advice";
import { type CallingGuest, useLinkOver } from "./use-link-over";

interface GuestFailedProps {
  problem: LineRefusal | MicrophoneProblem;
  guest: CallingGuest;
  onLeave: (problem: GuestLinkProblem | null) => void;
}

/** No call could be begun: why, and what the guest can do about it. */
export function GuestFailed({ problem: { code }, guest, onLeave }: GuestFailedProps) {
  const t = useTranslations();
  const phone = usePhone();
  const advice = useAdvice();
  const isOver = code === "link_over";
  const why = useLinkOver(guest, isOver);
  return (
    <LinePanel
      look="cut"
      title={t(`phone.problem.${code}.what`)}
      lead={why ? t(`errors.${why}`) : advice.next(code)}
      controls={
        <div className="flex flex-wrap justify-center gap-3">
          <Button onClick={() => onLeave(why ?? null)}>{t("phone.ended.done")}</Button>
          {!isOver && (
            <Button tone="primary" onClick={() => phone.retry()}>
              <RotateCw aria-hidden />
              <span>{t("app.tryAgain")}</span>
            </Button>
          )}
        </div>
      }
    />
  );
}
