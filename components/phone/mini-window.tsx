"use client";

import { PictureInPicture2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { IconButton } from "@/components/ui/icon-button";
import type { Talk } from "@/lib/phone/types";
import { MiniCall } from "./mini-call";
import { canOpenMiniWindow, openMiniWindow } from "./open-mini-window";

const never = () => () => {};

/** Puts the call into a small window that stays on top of other programs, where the browser can. */
export function MiniWindow({ talk }: { talk: Talk }) {
  const t = useTranslations("phone");
  const possible = useSyncExternalStore(never, canOpenMiniWindow, () => false);
  const [mini, setMini] = useState<Window | null>(null);

  useEffect(() => {
    if (!mini) return;
    const closed = () => setMini(null);
    mini.addEventListener("pagehide", closed);
    return () => {
      mini.removeEventListener("pagehide", closed);
      mini.close();
    };
  }, [mini]);

  if (!possible) return null;
  return (
    <>
      <IconButton
        label={t("miniWindow")}
        aria-pressed={mini !== null}
        onClick={() => (mini ? setMini(null) : void openMiniWindow(t("miniWindow")).then(setMini))}
      >
        <PictureInPicture2 aria-hidden />
      </IconButton>
      {mini && createPortal(<MiniCall talk={talk} />, mini.document.body)}
    </>
  );
}
