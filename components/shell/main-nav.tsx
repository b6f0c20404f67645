"use client";

import { Activity, Clock, Phone, Settings2 } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMe } from "@/components/api/me";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { Count } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";
import type { PhoneState } from "@/lib/phone/model/types";

const places = [
  { href: "/", key: "phone", Icon: Phone },
  { href: "/history", key: "history", Icon: Clock },
  { href: "/settings", key: "settings", Icon: Settings2 },
  { href: "/diagnostics", key: "diagnostics", Icon: Activity },
] as const;

const isStarting = ({ kind }: PhoneState) => kind === "starting" || kind === "off";

/** The main navigation: a rail on a desktop, tabs at the bottom of a small screen. */
export function MainNav() {
  const t = useTranslations("nav");
  const path = usePathname();
  const { missed, unheard } = useMe();
  // A missed call with a message is counted as the message alone (`Me.missed`).
  const historyName =
    unheard === 0
      ? t("historyMissed", { count: missed })
      : missed === 0
        ? t("historyUnheard", { count: unheard })
        : t("historyBoth", { missed, unheard });
  // The pages behind the links are loaded ahead, but not in the way of the phone's own first requests.
  const starting = usePhoneFact(isStarting);
  return (
    <nav
      aria-label={t("label")}
      className="z-20 border-hairline bg-paper max-lg:order-last max-lg:border-t max-lg:pb-[env(safe-area-inset-bottom)] lg:col-start-1 lg:row-span-2 lg:row-start-1 lg:border-r"
    >
      <Mark className="mx-auto mt-5 mb-6 max-lg:hidden" />
      <ul className="flex lg:flex-col lg:gap-1.5 lg:px-2">
        {places.map(({ href, key, Icon }) => {
          const here = path === href;
          const count = key === "history" ? missed + unheard : 0;
          return (
            <li key={href} className="min-w-0 flex-1">
              <Link
                href={href}
                prefetch={starting ? false : null}
                aria-current={here ? "page" : undefined}
                aria-label={count > 0 ? historyName : undefined}
                className={cn(
                  "flex flex-col items-center gap-1 rounded-2xl px-1 py-2.5 font-medium text-[11px] text-soft transition-colors hover:text-ink lg:py-3",
                  here && "text-ink",
                )}
              >
                <span
                  className={cn(
                    "relative grid h-8 w-14 place-items-center rounded-full transition-colors",
                    here && "bg-green-wash text-green-text",
                  )}
                >
                  <Icon aria-hidden className="size-[21px]" strokeWidth={here ? 2.3 : 1.9} />
                  <Count value={count} className="absolute -top-1 right-1" />
                </span>
                <span className="max-w-full truncate">{t(key)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
