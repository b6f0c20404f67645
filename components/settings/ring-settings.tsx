"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { usePatchMe } from "@/components/api/me";
import { useAttempt } from "@/components/api/use-attempt";
import { Select } from "@/components/ui/select";
import { SwitchRow } from "@/components/ui/switch";
import { callPolicySchema, type Me, type MePatch } from "@/lib/contracts";
import { Section } from "./section";

/** Who may ring me, and what those I call see of me. */
export function RingSettings({ me }: { me: Me }) {
  const t = useTranslations("settings");
  const id = useId();
  const patchMe = usePatchMe();
  const attempt = useAttempt();
  const change = (patch: MePatch) => void attempt(() => patchMe(patch));
  return (
    <>
      <Section title={t("ringing")}>
        <SwitchRow
          label={t("dnd")}
          lead={t("dndLead")}
          checked={me.doNotDisturb}
          onChange={(doNotDisturb) => change({ doNotDisturb })}
        />
        <div className="grid gap-1.5">
          <label htmlFor={id} className="font-medium text-[15px]">
            {t("policy")}
          </label>
          <Select
            id={id}
            value={me.callPolicy}
            onChange={(event) => change({ callPolicy: callPolicySchema.parse(event.target.value) })}
          >
            <option value="everyone">{t("policyEveryone")}</option>
            <option value="known">{t("policyKnown")}</option>
          </Select>
        </div>
        <SwitchRow
          label={t("acceptsAnonymous")}
          lead={t("acceptsAnonymousLead")}
          checked={me.acceptsAnonymous}
          onChange={(acceptsAnonymous) => change({ acceptsAnonymous })}
        />
      </Section>
      <Section title={t("privacy")}>
        <SwitchRow
          label={t("anonymousByDefault")}
          lead={t("anonymousByDefaultLead")}
          checked={me.anonymousByDefault}
          onChange={(anonymousByDefault) => change({ anonymousByDefault })}
        />
      </Section>
    </>
  );
}
