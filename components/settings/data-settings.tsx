"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { fetchMyData } from "@/components/api/account-data";
import { useOneAttempt } from "@/components/api/use-attempt";
import { Button } from "@/components/ui/button";
import { createLater } from "@/components/ui/later";
import { saveFile } from "./save-file";
import { Section } from "./section";

const later = createLater(() => import("./delete-account-dialog"));

/** Takes everything along that is stored of me, or deletes it. `hasPassword`: I have one, which proves who I am. */
export function DataSettings({ username, hasPassword }: { username: string; hasPassword: boolean }) {
  const t = useTranslations("settings.data");
  const { busy, attempt } = useOneAttempt();
  const loaded = later.use();
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);

  async function download() {
    await attempt(async () => {
      const { name, file } = await fetchMyData();
      saveFile(name, file);
    }, t("downloaded"));
  }

  return (
    <Section title={t("title")}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-[15px]">{t("downloadLead")}</p>
        <Button size="small" tone="outline" aria-busy={busy} onClick={() => void download()}>
          {t("download")}
        </Button>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-[15px]">{t("deleteLead")}</p>
        <Button
          ref={opener}
          size="small"
          tone="outline"
          className="text-red-text"
          onClick={() => void later.want().then(setAsking)}
        >
          {t("delete")}
        </Button>
      </div>
      {loaded && asking && (
        <loaded.DeleteAccountDialog
          username={username}
          hasPassword={hasPassword}
          onClose={() => setAsking(false)}
          returnTo={opener}
        />
      )}
    </Section>
  );
}
