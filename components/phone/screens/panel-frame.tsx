import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Part } from "@/components/ui/boundary";
import { cn } from "@/components/ui/cn";
import { Username } from "@/components/ui/person-name";
import type { Peer } from "@/lib/phone/model/types";
import { useNames } from "../hooks/use-names";

interface PanelFrameProps {
  /** Tighter spacing, where much is shown. */
  dense?: boolean;
  /** Dark, as during a call. */
  lit?: boolean;
  top?: ReactNode;
  children: ReactNode;
  /** The buttons, always in the same place. */
  controls?: ReactNode;
}

/**
 * The frame of each screen of the call panel: something on top, the content in the middle, the buttons below. Where there
 * is not enough room, the middle scrolls and the buttons stay in sight. If the middle fails, the buttons stay, too.
 */
export function PanelFrame({ lit = false, dense = false, top, children, controls }: PanelFrameProps) {
  return (
    <div
      className={cn(
        "flex h-full min-h-0 flex-col px-6 pt-5 pb-8 short:pt-4 short:pb-5 max-lg:pb-6",
        lit ? "stage" : "bg-surface",
      )}
    >
      <div className="flex min-h-9 shrink-0 items-center justify-between gap-3">
        <Part>{top}</Part>
      </div>
      <div
        className={cn(
          "relative -mx-6 flex min-h-0 flex-1 flex-col items-center justify-center-safe overflow-y-auto overflow-x-hidden px-6 text-center",
          dense ? "gap-4 pt-3" : "gap-6 pt-6 pb-3 short:gap-4",
        )}
      >
        <Part>{children}</Part>
      </div>
      {controls && (
        <div
          className={cn(
            // Its own distance, which stays where the middle scrolls.
            "flex shrink-0 flex-col items-center pt-3",
            dense ? "gap-4" : "gap-7",
            "short:flex-row short:justify-center short:gap-0",
          )}
        >
          {controls}
        </div>
      )}
    </div>
  );
}

interface PanelTitleProps {
  peer: Peer;
  /** A short note about the person, beside that they are a guest. */
  note?: string | undefined;
  /** A long name gets one line, where much is shown. */
  dense?: boolean;
  children?: ReactNode;
}

/**
 * Who the call is with, and one line about it. The username is read out after that line, although it stands above: the
 * line completes the name to a sentence.
 */
export function PanelTitle({ peer, note, dense = false, children }: PanelTitleProps) {
  const t = useTranslations("app");
  const name = useNames().alone(peer);
  const { username } = peer;
  const badge = peer.guest ? t("guest") : note;
  return (
    <div className="flex w-full min-w-0 flex-col">
      <h2
        dir="auto"
        translate="no"
        title={name}
        className={cn(
          "text-balance break-words font-semibold leading-tight [text-align:match-parent]",
          dense ? "line-clamp-1 text-[22px]" : "line-clamp-2 text-[26px]",
        )}
      >
        {name}
      </h2>
      <div className="order-2 mt-2 min-h-6 text-base text-soft">{children}</div>
      {(username !== null || badge) && (
        <p className="order-1 mt-1 text-[15px]">
          {username !== null && <Username username={username} />}
          {badge && (
            <span className={cn("inline-block align-bottom", username !== null && "ml-2")}>
              <Badge tone="amber">{badge}</Badge>
            </span>
          )}
        </p>
      )}
    </div>
  );
}
