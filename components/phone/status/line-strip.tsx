"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { focusAround } from "@/components/ui/focus";
import type { PhoneState } from "@/lib/phone/model/types";
import { DeviceBanner } from "../devices/device-banner";
import { joined, useNames, useProblemSentence } from "../hooks/use-names";
import { reload } from "../hooks/use-new-version";
import { usePhone, usePhoneState, useSoundHeld } from "../hooks/use-phone";
import { SignInAgain } from "../screens/sign-in-again";
import { UseHere } from "../screens/use-here";

/** On small screens, in place of the panel: why calls are not possible, and what to do about it. */
export function LineStrip(): ReactElement | null {
  const t = useTranslations();
  const phone = usePhone();
  const state = usePhoneState();
  const sentence = useProblemSentence();
  const soundHeld = useSoundHeld();
  // The settings page has the notice beside the devices.
  const settings = usePathname() === "/settings";
  switch (state.kind) {
    case "off":
      return (
        <Strip text={t("phone.off.title")} action={t("phone.off.start")} onAction={() => phone.start()} />
      );
    case "elsewhere":
      return <ElsewhereStrip state={state} />;
    case "offline":
      if (state.problem.code === "new_version") {
        return (
          <Strip
            text={t("phone.problem.new_version.what")}
            action={t("newVersion.reload")}
            onAction={reload}
          />
        );
      }
      return (
        <Strip
          text={t(`phone.problem.${state.problem.code}.what`)}
          action={t("phone.offline.tryNow")}
          onAction={() => phone.retry()}
        />
      );
    case "notPlaced":
      return (
        <Strip text={sentence(state.problem)} action={t("app.tryAgain")} onAction={() => phone.retry()} />
      );
    case "failed":
      if (state.problem.code === "signed_out") {
        const action = <SignInAgain size="small" tone="outline" />;
        return (
          <Banner className="mt-3" action={action}>
            {t("phone.problem.signed_out.what")}
          </Banner>
        );
      }
      return (
        <Strip text={sentence(state.problem)} action={t("app.tryAgain")} onAction={() => phone.retry()} />
      );
    case "ready":
      return (
        <>
          {!settings && <DeviceBanner className="mt-3" />}
          {soundHeld && (
            <Strip
              text={t("phone.ready.soundHeld")}
              action={t("phone.incoming.enableSound")}
              onAction={() => phone.enableSound()}
            />
          )}
        </>
      );
    case "starting":
    case "dialing":
    case "ringing":
    case "incoming":
    case "inCall":
    case "reconnecting":
    case "ended":
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
    <KeepsFocus>
      <Banner className="mt-3" action={button}>
        {text}
      </Banner>
    </KeepsFocus>
  );
}

/** Who calls in the other tab, or that there is a call in it, and a button that brings the phone here. */
function ElsewhereStrip({ state }: { state: Extract<PhoneState, { kind: "elsewhere" }> }) {
  const t = useTranslations("phone.elsewhere");
  const names = useNames();
  const { inCall, ringing } = state;
  const rings = ringing && joined(t("titleRings", { name: names.inSentence(ringing) }), names.mark(ringing));
  const button = <UseHere inCall={inCall} size="small" tone="outline" />;
  return (
    <KeepsFocus quiet>
      {inCall ? (
        // The button has a long label, so it gets a line of its own.
        <Banner className="mt-3">
          {rings && <span className="block">{rings}</span>}
          <span>{t("leadInCall")}</span>
          <span className="mt-2.5 block">{button}</span>
        </Banner>
      ) : (
        <Banner className="mt-3" action={button}>
          {rings ?? t("title")}
        </Banner>
      )}
    </KeepsFocus>
  );
}

/**
 * Moves the focus to the page around it when it is removed with the focus in it, after a click or because the line is
 * up again. `quiet`: not read out, because the phone's status is read out with the same text.
 */
function KeepsFocus({ quiet = false, children }: { quiet?: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element?.contains(document.activeElement)) focusAround(element);
    };
  }, []);
  return (
    <div ref={box} aria-live={quiet ? "off" : undefined}>
      {children}
    </div>
  );
}
