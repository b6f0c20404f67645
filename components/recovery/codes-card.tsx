"use client";

import { Copy, Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { focusAround } from "@/components/ui/focus";
import { toast } from "@/components/ui/toast";

interface CodesCardProps {
  username: string;
  codes: readonly string[];
  onSaved: () => void;
}

/** Recovery codes, which are shown this once: to be copied, downloaded or written down. */
export function CodesCard({ username, codes, onSaved }: CodesCardProps) {
  const t = useTranslations("recovery");
  const id = useId();
  const text = `${t("fileTitle", { username })}\n\n${codes.join("\n")}\n\n${t("fileLead")}\n`;

  async function copy() {
    if (await copyText(text, navigator.clipboard)) toast.success(t("copied"));
    else toast.error(t("copyFailed"));
  }

  return (
    <section
      aria-labelledby={id}
      className="grid gap-4 rounded-3xl border border-hairline bg-surface p-6 shadow-low max-sm:p-5"
    >
      <div>
        <h2 id={id} className="font-semibold text-base">
          {t("title")}
        </h2>
        <p className="mt-1 text-pretty text-[15px] text-soft leading-relaxed">{t("cardLead")}</p>
      </div>
      <ul
        translate="no"
        className="grid grid-cols-[repeat(auto-fill,minmax(9.75rem,1fr))] gap-x-4 gap-y-1.5 rounded-2xl bg-sunken px-4 py-3 font-mono text-[13px] max-sm:px-3 max-sm:text-xs"
      >
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="small" tone="outline" onClick={() => void copy()}>
          <Copy aria-hidden />
          <span>{t("copy")}</span>
        </Button>
        <Button
          size="small"
          tone="outline"
          onClick={() => download(`${t("fileName")}-${username}.txt`, text)}
        >
          <Download aria-hidden />
          <span>{t("download")}</span>
        </Button>
        <Button
          size="small"
          tone="primary"
          className="sm:ml-auto"
          onClick={({ currentTarget }) => {
            focusAround(currentTarget);
            onSaved();
          }}
        >
          {t("saved")}
        </Button>
      </div>
    </section>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
