"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

const names = { github: "GitHub", google: "Google" } as const;
/** Another site whose account signs in here. */
export type Provider = keyof typeof names;

interface ProviderButtonsProps {
  providers: readonly Provider[];
  busy: boolean;
  enter: (provider: Provider) => void;
}

/** Signs in with an account of another site. */
export function ProviderButtons({ providers, busy, enter }: ProviderButtonsProps) {
  const t = useTranslations("auth");
  if (providers.length === 0) return null;
  return (
    <div className="mt-5">
      <p className="flex items-center gap-4 text-[13px] text-soft before:h-px before:flex-1 before:bg-hairline after:h-px after:flex-1 after:bg-hairline">
        {t("or")}
      </p>
      <div className="mt-5 grid gap-2">
        {providers.map((provider) => (
          <Button key={provider} tone="outline" size="large" disabled={busy} onClick={() => enter(provider)}>
            {t("continueWith", { provider: names[provider] })}
          </Button>
        ))}
      </div>
    </div>
  );
}
