"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useServerState } from "@/components/api/server-state";
import { voicemailSettingsQuery } from "@/components/api/voicemail";
import { SwitchRow } from "@/components/ui/switch";
import type { VoicemailSettings } from "@/lib/contracts";
import { Greeting } from "./greeting";
import { useSwitches } from "./use-switches";
import { WaitingSwitch } from "./waiting-switch";

/** Whether I have voicemail, which calls it takes, and what my callers hear. */
export function VoicemailSwitches() {
  const t = useTranslations("errors");
  const { data, failure } = useServerState(voicemailSettingsQuery);
  if (data) return <Switches settings={data} />;
  return failure ? <p className="text-[15px] text-soft">{t(failure)}</p> : <WaitingSwitch />;
}

/** The calls that voicemail may take. Each has a switch. */
const calls = ["noAnswer", "away", "declined", "busy"] as const;

function Switches({ settings }: { settings: VoicemailSettings }) {
  const t = useTranslations("settings.voicemail");
  const id = useId();
  const { switches, change } = useSwitches(settings);
  const { maxSeconds, maxMessages, days } = settings;
  return (
    <>
      <SwitchRow
        label={t("label")}
        lead={t("lead")}
        checked={switches.on}
        onChange={(on) => change({ on })}
      />
      {switches.on && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out. */}
          <div role="group" aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <h3 id={id} className="font-medium text-[15px]">
              {t("calls")}
            </h3>
            {calls.map((which) => (
              <SwitchRow
                key={which}
                label={t(`${which}.label`)}
                lead={t(`${which}.lead`)}
                checked={switches[which]}
                onChange={(checked) => change({ [which]: checked })}
              />
            ))}
          </div>
          <Greeting greeting={settings.greeting} />
          <p className="text-pretty text-[13px] text-soft leading-relaxed">
            <span>{t("limits", { seconds: maxSeconds, messages: maxMessages, days })}</span>
            {settings.transcribed && <span className="block">{t("transcribed")}</span>}
          </p>
        </>
      )}
    </>
  );
}
