"use client";

import { Copy, Share2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";

/** The address of a new link, which is shown this one time. */
export function NewLink({ url, onDone }: { url: string; onDone: () => void }) {
  const t = useTranslations("guestLinks");
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // The form that had the focus is gone.
  useEffect(() => box.current?.focus(), []);

  async function copy() {
    if (await copyText(url, navigator.clipboard)) {
      toast.success(t("copied"));
      return;
    }
    toast(t("copyFailed"));
    field.current?.select();
  }

  /** Whoever closes the system's sheet again needs no message. */
  function share() {
    navigator.share({ url }).catch(() => undefined);
  }

  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-labelledby={id}
      className="grid gap-4 rounded-2xl bg-green-wash p-5 outline-none max-sm:p-4"
    >
      <div>
        <h3 id={id} className="font-medium text-[15px]">
          {t("made")}
        </h3>
        <p className="mt-0.5 text-sm text-soft">{t("madeLead")}</p>
      </div>
      <Input
        ref={field}
        readOnly
        value={url}
        aria-label={t("address")}
        translate="no"
        className="text-[15px]"
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={() => void copy()}>
          <Copy aria-hidden />
          <span>{t("copy")}</span>
        </Button>
        {typeof navigator.share === "function" && (
          <Button tone="outline" onClick={share}>
            <Share2 aria-hidden />
            <span>{t("share")}</span>
          </Button>
        )}
        <Button tone="outline" className="ml-auto" onClick={onDone}>
          {t("done")}
        </Button>
      </div>
    </section>
  );
}
