"use client";

import { useTranslations } from "next-intl";
import { startProviderSignIn } from "@/components/api/session";
import { Button } from "@/components/ui/button";
import { useAttempt } from "@/components/ui/use-attempt";

const names = { github: "GitHub", google: "Google" } as const;
export type Provider = keyof typeof names;

/** Signing in with an account somewhere else. */
export function ProviderButtons({ providers, next }: { providers: readonly Provider[]; next: string }) {
  const t = useTranslations("auth");
  const attempt = useAttempt();
  if (providers.length === 0) return null;
  return (
    <div className="mt-5">
      <p className="flex items-center gap-4 text-[13px] text-soft before:h-px before:flex-1 before:bg-hairline after:h-px after:flex-1 after:bg-hairline">
        {t("or")}
      </p>
      <div className="mt-5 grid gap-2">
        {providers.map((provider) => (
          <Button
            key={provider}
            tone="outline"
            size="large"
            onClick={() =>
              void attempt(async () => window.location.assign(await startProviderSignIn(provider, next)))
            }
          >
            {t("continueWith", { provider: names[provider] })}
          </Button>
        ))}
      </div>
    </div>
  );
}
