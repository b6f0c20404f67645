"use client";

import { PictureInPicture2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { Boundary } from "@/components/ui/boundary";
import { IconButton } from "@/components/ui/icon-button";
import { createLater } from "@/components/ui/later";
import type { PhoneState } from "@/lib/phone/model/types";
import { isAnsweredCall } from "@/lib/phone/state/selectors";
import { BareCall } from "./bare-call";
import { canOpenMiniWindow, openMiniWindow } from "./open-mini-window";

/** What is shown in the window. Until it is loaded, `BareCall` is there in its place. */
export const miniCall = createLater(() => import("./mini-call"));

interface MiniWindowControl {
  readonly isOpen: boolean;
  /** Call it from a click. */
  toggle(): void;
}

const MiniWindowContext = createContext<MiniWindowControl>({ isOpen: false, toggle: () => {} });

/**
 * Keeps the small window for a call on top of other programs, where the browser has such a window. It stays open when
 * a waiting call is answered, and closes when the phone has no call any more.
 */
export function MiniWindow({ state, children }: { state: PhoneState; children: ReactNode }) {
  const t = useTranslations("phone");
  const [mini, setMini] = useState<Window | null>(null);
  const inCall = isAnsweredCall(state);
  const loaded = miniCall.use();

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
    void miniCall.want();
    setMini(await openMiniWindow(t("miniWindow")));
  }

  // Also closes a window that opened only after the call had ended.
  useEffect(() => {
    if (!inCall && mini) setMini(null);
  }, [inCall, mini]);

  const control = { isOpen: mini !== null, toggle: () => (mini ? setMini(null) : void open()) };
  return (
    <MiniWindowContext value={control}>
      {children}
      {mini &&
        inCall &&
        createPortal(
          <Boundary resetKey={state.kind} fallback={<BareCall />}>
            {loaded ? <loaded.MiniCall state={state} /> : <BareCall />}
          </Boundary>,
          mini.document.body,
        )}
    </MiniWindowContext>
  );
}

const never = () => () => {};

/** Opens and closes the small window. */
export function MiniWindowButton() {
  const t = useTranslations("phone");
  const { isOpen, toggle } = useContext(MiniWindowContext);
  const possible = useSyncExternalStore(never, canOpenMiniWindow, () => false);
  if (!possible) return null;
  return (
    <IconButton label={t("miniWindow")} aria-pressed={isOpen} onClick={toggle}>
      <PictureInPicture2 aria-hidden />
    </IconButton>
  );
}
