"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useCanUsePasskeys } from "@/components/api/can-use-passkeys";
import { passkeysQuery, usePasskeyActions } from "@/components/api/passkeys";
import { useServerState } from "@/components/api/server-state";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import type { Proof } from "@/lib/contracts";
import { Section } from "./section";
import { useFailureText } from "./use-failure-text";

const laterLine = createLater(() => import("./passkey-line"));
const laterProof = createLater(() => import("./proof-form"));

/** My passkeys: added, renamed and removed. */
export function PasskeySettings({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations();
  const { data, failure } = useServerState(passkeysQuery);
  const canUse = useCanUsePasskeys();
  const { add } = usePasskeyActions();
  const failureText = useFailureText();
  const line = laterLine.use();
  const proof = laterProof.use();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const hasPasskey = data !== null && data.passkeys.length > 0;

  useEffect(() => {
    if (hasPasskey) void laterLine.want();
  }, [hasPasskey]);

  function close() {
    setAsking(false);
    // Once the form is gone, and with it the focus.
    requestAnimationFrame(() => takeLostFocus(button.current));
  }

  async function addBy(given: Proof) {
    const name = await add(given);
    toast.success(t("passkeys.added", { name }));
    close();
  }

  /** Whoever has nothing to show is asked for nothing: then the server wants a sign-in of the last minutes. */
  function begin() {
    if (hasPassword || hasPasskey) void laterProof.want().then(setAsking);
    else void addBy({}).catch((error: unknown) => toast.error(failureText(error)));
  }

  return (
    <Section title={t("passkeys.title")}>
      <p className="text-pretty text-[15px] text-soft">{t("passkeys.lead")}</p>
      {data === null &&
        (failure ? (
          <p className="text-[15px] text-soft">{t(`errors.${failure}`)}</p>
        ) : (
          <Skeleton className="h-11" />
        ))}
      {hasPasskey && !line && <Skeleton className="h-11" />}
      {hasPasskey && line && (
        <ul className="flex flex-col gap-4">
          {data.passkeys.map((one) => (
            <line.PasskeyLine
              key={one.id}
              one={one}
              isLastWay={!data.otherWay && data.passkeys.length === 1}
            />
          ))}
        </ul>
      )}
      {asking && proof ? (
        <proof.ProofForm
          hasPassword={hasPassword}
          hasPasskey={hasPasskey}
          action={t("passkeys.go")}
          run={addBy}
          onCancel={close}
        />
      ) : canUse ? (
        <Button ref={button} size="small" tone="outline" className="justify-self-start" onClick={begin}>
          {t("passkeys.add")}
        </Button>
      ) : (
        <p className="text-[13px] text-soft">{t("passkeys.notHere")}</p>
      )}
    </Section>
  );
}
