"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { isServerThere } from "@/components/api/request";
import { reload, useReloadForNewVersion } from "@/components/phone/hooks/use-new-version";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { hasCallUp } from "@/lib/phone/state/selectors";

/** Whether a part of the page's own script could not be loaded. The bundler gives such an error this name. */
function isMissingScript({ name, message }: Error): boolean {
  return name === "ChunkLoadError" || /loading (css )?chunk|dynamically imported module/i.test(message);
}

/** In place of a page that failed: says that there is a new version, if that is why, else `otherwise`. */
export function PageFailure({ error, otherwise }: { error: Error; otherwise: ReactNode }) {
  const [serverIsThere, setServerIsThere] = useState(false);
  const missing = isMissingScript(error);
  useEffect(() => {
    // Without a connection nothing can be loaded either, and nothing new need be there.
    if (missing) void isServerThere().then(setServerIsThere);
  }, [missing]);
  return missing && serverIsThere ? <NewVersion /> : otherwise;
}

function NewVersion() {
  const t = useTranslations("newVersion");
  const inCall = usePhoneFact(hasCallUp);
  useReloadForNewVersion(true);
  return (
    <div role="alert" className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={<RefreshCw />}
        title={t("title")}
        lead={inCall ? t("afterCall") : t("lead")}
        level="h1"
        action={
          !inCall && (
            <Button tone="primary" onClick={reload}>
              {t("reload")}
            </Button>
          )
        }
      />
    </div>
  );
}
