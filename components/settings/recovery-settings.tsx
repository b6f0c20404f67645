"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { passkeysQuery } from "@/components/api/passkeys";
import { recoveryCodesQuery, useRenewCodes } from "@/components/api/recovery-codes";
import { RequestError } from "@/components/api/request";
import { useKnown, useServerState } from "@/components/api/server-state";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { fewRecoveryCodes, type Proof } from "@/lib/contracts";
import { Section } from "./section";
import { useFailureText } from "./use-failure-text";

const laterCard = createLater(() => import("@/components/recovery/codes-card"));
const laterProof = createLater(() => import("./proof-form"));

/** How many recovery codes are left, and new ones. */
export function RecoverySettings({ username, hasPassword }: { username: string; hasPassword: boolean }) {
  const t = useTranslations();
  const { data, failure } = useServerState(recoveryCodesQuery);
  const known = useKnown(passkeysQuery);
  const renew = useRenewCodes();
  const failureText = useFailureText();
  const card = laterCard.use();
  const proof = laterProof.use();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const hasPasskey = known !== null && known.passkeys.length > 0;

  function close() {
    setAsking(false);
    requestAnimationFrame(() => takeLostFocus(button.current));
  }

  async function renewBy(given: Proof) {
    // First, since the codes are shown this once.
    if (!(await laterCard.want())) throw new RequestError("network");
    setCodes(await renew(given));
    setAsking(false);
  }

  function begin() {
    if (hasPassword || hasPasskey) void laterProof.want().then(setAsking);
    else void renewBy({}).catch((error: unknown) => toast.error(failureText(error)));
  }

  if (codes && card) {
    return (
      <div tabIndex={-1} className="mt-9 outline-none">
        <card.CodesCard username={username} codes={codes} onSaved={() => setCodes(null)} />
      </div>
    );
  }
  const left = data?.left ?? 0;
  return (
    <Section title={t("recovery.title")}>
      <p className="text-pretty text-[15px] text-soft">{t("recovery.lead")}</p>
      {data === null &&
        (failure ? (
          <p className="text-[15px] text-soft">{t(`errors.${failure}`)}</p>
        ) : (
          <Skeleton className="h-6" />
        ))}
      {data &&
        (data.left !== null && left > fewRecoveryCodes ? (
          <p className="text-[15px]">{t("recovery.left", { count: left })}</p>
        ) : (
          <Banner>{data.left === null ? t("recovery.none") : t("recovery.few", { count: left })}</Banner>
        ))}
      {asking && proof ? (
        <proof.ProofForm
          hasPassword={hasPassword}
          hasPasskey={hasPasskey}
          action={t("recovery.make")}
          run={renewBy}
          onCancel={close}
        />
      ) : (
        <Button ref={button} size="small" tone="outline" className="justify-self-start" onClick={begin}>
          {t("recovery.make")}
        </Button>
      )}
    </Section>
  );
}
