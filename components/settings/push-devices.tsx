"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { useRemovePushDevice } from "@/components/api/push";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import type { PushDevice } from "@/lib/contracts";
import { useDeviceName } from "./device-name";
import { IconLine } from "./icon-line";

interface PushDevicesProps {
  devices: readonly PushDevice[];
  /** Has this device not rung any more. Resolves to whether that worked. */
  onStop: () => Promise<boolean>;
}

/** My devices that are rung while the app is closed there. */
export function PushDevices({ devices, onStop }: PushDevicesProps) {
  const t = useTranslations("settings.push");
  const id = useId();
  return (
    <div>
      <h3 id={id} className="font-medium text-[15px]">
        {t("devices")}
      </h3>
      <ul aria-labelledby={id} className="mt-3 flex flex-col gap-4">
        {devices.map((one) => (
          <DeviceLine key={one.id} one={one} onStop={onStop} />
        ))}
      </ul>
    </div>
  );
}

interface DeviceLineProps {
  one: PushDevice;
  onStop: PushDevicesProps["onStop"];
}

function DeviceLine({ one: { id, device, current, createdAt }, onStop }: DeviceLineProps) {
  const t = useTranslations("settings.push");
  const locale = useLocale();
  const removeDevice = useRemovePushDevice();
  const { busy, attempt } = useOneAttempt();
  const { name, Icon } = useDeviceName(device);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(createdAt));
  const since = t("since", { date });

  async function remove(button: HTMLElement) {
    const section = button.closest<HTMLElement>("section");
    const removed = current
      ? await onStop()
      : await attempt(() => removeDevice(id), t("removed", { device: name }));
    if (removed) takeLostFocus(section);
  }

  return (
    <IconLine Icon={Icon} name={name} detail={current ? `${t("this")} · ${since}` : since}>
      <Button
        size="small"
        tone="outline"
        aria-label={t("removeName", { device: name })}
        aria-busy={busy}
        onClick={({ currentTarget }) => void remove(currentTarget)}
      >
        {t("remove")}
      </Button>
    </IconLine>
  );
}
