"use client";

import { useTranslations } from "next-intl";
import type { ProviderId } from "@/components/api/session";
import { Button } from "@/components/ui/button";
import { EarlyForm } from "@/components/ui/early-form";

/** Another site whose account signs in here, with its name. */
export interface Provider {
  readonly id: ProviderId;
  readonly name: string;
}

interface ProviderButtonsProps {
  providers: readonly Provider[];
  busy: boolean;
  enter: (provider: ProviderId) => void;
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
        {providers.map(({ id, name }) => (
          <EarlyForm key={id} submit={() => enter(id)}>
            <Button type="submit" tone="outline" size="large" disabled={busy} className="w-full">
              <span className="min-w-0 truncate">{t("continueWith", { provider: name })}</span>
            </Button>
          </EarlyForm>
        ))}
      </div>
    </div>
  );
}
