import { Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";

/** How a device is called and pictured. `device`: as the server knows it, such as "Firefox on Linux"; null: unknown. */
export function useDeviceName(device: string | null) {
  const t = useTranslations("settings.devices");
  const [browser = "", system] = device?.split(" on ") ?? [];
  return {
    name: system ? t("name", { browser, system }) : (device ?? t("unknown")),
    Icon: system === "iOS" || system === "Android" ? Smartphone : Monitor,
  };
}
