"use client";

import { PictureInPicture2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { IconButton } from "@/components/ui/icon-button";
import { MiniCall } from "./mini-call";
import { canOpenMiniWindow, openMiniWindow } from "./open-mini-window";
import type { TalkState } from "./phone-facts";

const never = () => () => {};

/** Puts the call into a small window that stays on top of other programs, where the browser can. */
export function MiniWindow({ state }: { state: TalkState }) {
  const t = useTranslations("phone");
  const possible = useSyncExternalStore(never, canOpenMiniWindow, () => false);
  const [mini, setMini] = useState<Window | null>(null);
  const over = useRef(false);

  useEffect(() => {
    over.current = false;
    return () => {
      over.current = true;
    };
  }, []);

  useEffect(() => {
    if (!mini) return;
    const closed = () => setMini(null);
    mini.addEventListener("pagehide", closed);
    return () => {
      mini.removeEventListener("pagehide", closed);
      mini.close();
    };
  }, [mini]);

  async function open() {
    const opened = await openMiniWindow(t("miniWindow"));
    // The call may have ended while the window opened.
    if (over.current) opened?.close();
    else setMini(opened);
  }

  if (!possible) return null;
  return (
    <>
      <IconButton
        label={t("miniWindow")}
        aria-pressed={mini !== null}
        onClick={() => (mini ? setMini(null) : void open())}
      >
        <PictureInPicture2 aria-hidden />
      </IconButton>
      {mini && createPortal(<MiniCall state={state} />, mini.document.body)}
    </>
  );
}
