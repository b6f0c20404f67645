"use client";

import { useLocale, useTranslations } from "next-intl";
import { devicesQuery, useEndDevice } from "@/components/api/devices";
import { useServerState } from "@/components/api/server-state";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { Skeleton } from "@/components/ui/skeleton";
import type { SignedInDevice } from "@/lib/contracts";
import { useDeviceName } from "./device-name";
import { IconLine } from "./icon-line";
import { Section } from "./section";

/** The devices on which I am signed in. Each but this one can be signed out from here. */
export function SignedInDevices() {
  const t = useTranslations();
  const { data, failure } = useServerState(devicesQuery);
  return (
    <Section title={t("settings.devices.title")}>
      {data === null && !failure && <Skeleton className="h-11" />}
      {data === null && failure && <p className="text-[15px] text-soft">{t(`errors.${failure}`)}</p>}
      {data && (
        <ul className="flex flex-col gap-4">
          {data.map((one) => (
            <DeviceLine key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function DeviceLine({ one: { id, device, current, createdAt, lastUsedAt } }: { one: SignedInDevice }) {
  const t = useTranslations("settings.devices");
  const locale = useLocale();
  const endDevice = useEndDevice();
  const { busy, attempt } = useOneAttempt();
  const { name, Icon } = useDeviceName(device);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

  async function end(button: HTMLElement) {
    const section = button.closest<HTMLElement>("section");
    if (await attempt(() => endDevice(id), t("ended", { device: name }))) takeLostFocus(section);
  }

  const used = current ? t("this") : t("used", { time: moment.format(new Date(lastUsedAt)) });
  return (
    <IconLine
      Icon={Icon}
      name={name}
      detail={`${used} · ${t("since", { date: day.format(new Date(createdAt)) })}`}
    >
      {!current && (
        <Button
          size="small"
          tone="outline"
          aria-label={t("endName", { device: name })}
          aria-busy={busy}
          onClick={({ currentTarget }) => void end(currentTarget)}
        >
          {t("end")}
        </Button>
      )}
    </IconLine>
  );
}
