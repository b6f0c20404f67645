"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { isComposing } from "@/components/ui/composition";
import { usePhone } from "../hooks/use-phone";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const isTone = (key: string) => /^[0-9*#]$/.test(key);

/** Sends tones into the call, by click or from the keyboard. */
export function Keypad({ onClose }: { onClose: () => void }) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const [sent, setSent] = useState("");
  const pad = useRef<HTMLFieldSetElement>(null);

  useEffect(() => pad.current?.focus(), []);

  function send(digit: string) {
    phone.sendDigits(digit);
    setSent((before) => `${before}${digit}`);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") onClose();
    else if (isTone(event.key)) send(event.key);
    else return;
    event.preventDefault();
  }

  return (
    <fieldset
      ref={pad}
      tabIndex={-1}
      aria-label={t("keypadPad")}
      onKeyDown={onKeyDown}
      data-typing
      className="w-full max-w-66 animate-appear rounded-3xl outline-none"
    >
      <div className="mb-3 short:mb-1 grid h-9 items-center">
        {sent === "" && <p className="text-[13px] text-soft">{t("keypadHint")}</p>}
        {/* Right to left, so that a long row shows its end. */}
        <output className="truncate text-center text-2xl tabular-nums tracking-[0.18em] [direction:rtl]">
          {sent && <bdi dir="ltr">{sent}</bdi>}
        </output>
      </div>
      <div className="grid grid-cols-3 justify-items-center gap-2.5">
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            aria-label={t("keypadKey", { key })}
            onClick={() => send(key)}
            className="grid size-14 short:size-12 select-none place-items-center rounded-full bg-surface font-medium text-2xl tabular-nums transition-colors hover:bg-hover active:bg-edge"
          >
            {key}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
