"use client";

import { useTranslations } from "next-intl";
import { useMe } from "@/components/api/me-context";
import { cn } from "@/components/ui/cn";
import type { PhoneState } from "@/lib/phone/model/types";
import { lightOf } from "@/lib/phone/state/selectors";
import { useNames } from "../hooks/use-names";
import { usePhoneState } from "../hooks/use-phone";
import { statusText } from "./status-text";

const lights = { green: "bg-green", amber: "bg-amber", red: "bg-red", grey: "bg-control" } as const;

/** The state of the phone in words, in a live region on every page. */
export function PhoneStatus({ className }: { className?: string }) {
  const t = useTranslations("phone");
  const state = usePhoneState();
  const names = useNames();
  const { doNotDisturb } = useMe();
  return (
    <StatusLine
      state={state}
      text={statusText(state, t, names.brief, doNotDisturb)}
      {...(className && { className })}
    />
  );
}

interface StatusLineProps {
  state: PhoneState;
  text: string;
  className?: string;
}

/** These words, with the light of the state. */
export function StatusLine({ state, text, className }: StatusLineProps) {
  const t = useTranslations("phone");
  return (
    <div className={cn("flex min-w-0 items-center gap-2.5", className)}>
      <span
        aria-hidden
        className={cn(
          "size-2.5 shrink-0 rounded-full transition-colors",
          lights[lightOf(state)],
          (state.kind === "starting" || state.kind === "reconnecting") && "animate-pulse",
        )}
      />
      {/* It may say "Ready" already when React takes the page over (lib/phone/start-early.ts). The id is `phoneStatusId` of
          lib/contracts, whose import would make one script more; a test compares the two. */}
      <p
        id="phone-status"
        role="status"
        aria-label={t("statusLabel")}
        className="truncate font-medium text-sm"
        title={text}
        suppressHydrationWarning
      >
        {text}
      </p>
    </div>
  );
}
