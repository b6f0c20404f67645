"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { type PushSwitch, usePush } from "@/components/phone/notifications/use-push";
import { createLater } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/skeleton";
import { SwitchRow } from "@/components/ui/switch";

const later = createLater(() => import("./push-devices"));

/** Whether this device is rung while the app is closed, and which devices are. */
export function PushSetting() {
  const t = useTranslations();
  const { state, busy, turn } = usePush();
  const list = later.use();
  const hasDevices = state.kind === "possible" && state.devices.length > 0;
  useEffect(() => {
    if (hasDevices) void later.want();
  }, [hasDevices]);
  if (state.kind === "checking") return <Skeleton className="h-11" />;
  if (state.kind === "failed") {
    return <p className="text-[15px] text-soft">{t(`errors.${state.failure}`)}</p>;
  }
  if (state.kind === "impossible") return <Impossible why={state.why} />;
  return (
    <>
      <div>
        <SwitchRow
          label={t("settings.push.label")}
          lead={t("settings.push.lead")}
          checked={state.on}
          busy={busy}
          onChange={(on) => void turn(on)}
        />
        {state.obstacle && (
          <p className="mt-1 text-amber-text text-sm">{t(`settings.push.${state.obstacle}`)}</p>
        )}
      </div>
      {list && hasDevices && <list.PushDevices devices={state.devices} onStop={() => turn(false)} />}
    </>
  );
}

/** What would have to be different. There is no switch, since it could not be switched on. */
function Impossible({ why }: { why: Extract<PushSwitch, { kind: "impossible" }>["why"] }) {
  const t = useTranslations("settings.push");
  return (
    <p className="text-[15px] leading-relaxed">
      <span className="font-medium">{t("label")}</span>
      <span className="mt-0.5 block text-soft text-sm">{t(why)}</span>
    </p>
  );
}
