"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SignInAgain } from "./sign-in-again";
import { useProblemSentence } from "./use-names";
import { usePhone, usePhoneState } from "./use-phone";

/** Why I cannot be called and what to do, in a line, on small screens where the panel has no room. */
export function LineStrip() {
  const t = useTranslations();
  const phone = usePhone();
  const state = usePhoneState();
  const sentence = useProblemSentence();
  switch (state.kind) {
    case "off":
      return (
        <Strip text={t("phone.off.title")} action={t("phone.off.start")} onAction={() => phone.start()} />
      );
    case "elsewhere":
      return (
        <Strip
          text={t(state.inCall ? "phone.elsewhere.leadInCall" : "phone.elsewhere.title")}
          action={t("phone.elsewhere.useHere")}
          onAction={() => phone.takeOver()}
        />
      );
    case "offline":
      return (
        <Strip
          text={t(`phone.problem.${state.problem.code}.what`)}
          action={t("phone.offline.tryNow")}
          onAction={() => phone.retry()}
        />
      );
    case "failed":
      if (state.problem.code === "signed_out") {
        const action = <SignInAgain size="small" tone="outline" />;
        return (
          <Notice className="mt-3" action={action}>
            {t("phone.problem.signed_out.what")}
          </Notice>
        );
      }
      return (
        <Strip text={sentence(state.problem)} action={t("app.tryAgain")} onAction={() => phone.retry()} />
      );
    default:
      return null;
  }
}

function Strip({ text, action, onAction }: { text: string; action: string; onAction: () => void }) {
  const button = (
    <Button size="small" tone="outline" onClick={onAction}>
      {action}
    </Button>
  );
  return (
    <Notice className="mt-3" action={button}>
      {text}
    </Notice>
  );
}
