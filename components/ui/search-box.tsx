"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { isComposing, isMeant } from "./composition";
import { Input } from "./input";

interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

/**
 * A search field that Escape, or its cross button, empties. A reading that an input method has not converted yet is shown,
 * but not searched for.
 */
export function SearchBox({ label, placeholder, value, onChange }: SearchBoxProps) {
  const t = useTranslations("people");
  const input = useRef<HTMLInputElement>(null);
  /** The text while an input method composes a part of it. */
  const [composed, setComposed] = useState<string | null>(null);

  function change(text: string) {
    if (composed !== null) setComposed(text);
    if (composed === null || isMeant(text)) onChange(text);
  }

  return (
    <div className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-4 size-[18px] -translate-y-1/2 text-soft"
      />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={composed ?? value}
        dir="auto"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={64}
        onChange={(event) => change(event.target.value)}
        onCompositionStart={(event) => setComposed(event.currentTarget.value)}
        onCompositionEnd={(event) => {
          setComposed(null);
          onChange(event.currentTarget.value);
        }}
        onKeyDown={(event) => event.key === "Escape" && !isComposing(event) && onChange("")}
        className="pr-11 pl-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {(composed ?? value) && (
        <button
          type="button"
          aria-label={t("clear")}
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
          className="absolute top-1/2 right-2 grid size-8 -translate-y-1/2 place-items-center rounded-lg text-soft hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
