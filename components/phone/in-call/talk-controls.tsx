"use client";

import { Grip, Mic, MicOff, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { RoundButton } from "@/components/ui/round-button";
import { usePhone } from "../hooks/use-phone";
import { HangUpButton } from "./hang-up-button";

/** What is open in place of the picture of the two people. */
export type Drawer = "keypad" | "audio" | null;

interface TalkControlsProps {
  muted: boolean;
  drawer: Drawer;
  keypadButton: RefObject<HTMLButtonElement | null>;
  onDrawer: (drawer: Drawer) => void;
}

/** The buttons of a call. */
export function TalkControls({ muted, drawer, keypadButton, onDrawer }: TalkControlsProps) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const toggle = (which: "keypad" | "audio") => onDrawer(drawer === which ? null : which);
  return (
    <>
      <div className="flex justify-center">
        <RoundButton
          icon={muted ? <MicOff /> : <Mic />}
          tone={muted ? "on" : "plain"}
          label={muted ? t("unmute") : t("mute")}
          onClick={() => phone.setMuted(!muted)}
        />
        <RoundButton
          ref={keypadButton}
          icon={<Grip />}
          tone={drawer === "keypad" ? "on" : "plain"}
          label={t("keypad")}
          aria-expanded={drawer === "keypad"}
          onClick={() => toggle("keypad")}
        />
        <RoundButton
          icon={<SlidersHorizontal />}
          tone={drawer === "audio" ? "on" : "plain"}
          label={t("audio")}
          aria-expanded={drawer === "audio"}
          onClick={() => toggle("audio")}
        />
      </div>
      <HangUpButton />
    </>
  );
}
