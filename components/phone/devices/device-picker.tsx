"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Select } from "@/components/ui/select";
import type { DeviceRole, DevicesState } from "@/lib/phone/model/types";
import { useDevices, usePhone } from "../hooks/use-phone";

const labels = { input: "microphone", output: "speaker", ringer: "ringer" } as const;

function choices(devices: DevicesState, which: DeviceRole) {
  const chosen = devices[which];
  const all = which === "input" ? devices.inputs : devices.outputs;
  return { chosen: all.some(({ id }) => id === chosen) ? chosen : null, all };
}

/** Chooses the microphone, the speaker, or where the ringtone is heard. Works during a call. */
export function DevicePicker({ which }: { which: DeviceRole }) {
  const t = useTranslations("devices");
  const id = useId();
  const devices = useDevices();
  const { devices: controls } = usePhone();
  const { chosen, all } = choices(devices, which);
  const fixed = which !== "input" && !devices.canChooseOutput;

  function choose(device: string) {
    if (which === "input") void controls.chooseInput(device);
    else if (which === "output") void controls.chooseOutput(device);
    else void controls.chooseRinger(device);
  }

  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {t(labels[which])}
      </label>
      <Select
        id={id}
        value={chosen ?? ""}
        disabled={fixed || all.length === 0}
        onChange={(event) => choose(event.target.value)}
      >
        {chosen === null && (
          <option value="" disabled={all.length > 0}>
            {all.length > 0 || fixed ? t("systemDefault") : t("none")}
          </option>
        )}
        {all.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label || t("unnamed", { number: String(index + 1) })}
          </option>
        ))}
      </Select>
      {fixed && <p className="text-[13px] text-soft">{t("cannotChooseOutput")}</p>}
    </div>
  );
}
