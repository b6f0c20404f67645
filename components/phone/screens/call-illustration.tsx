"use client";

import { useEffect, useRef } from "react";
import { useMe } from "@/components/api/me-context";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import type { Peer } from "@/lib/phone/model/types";
import { usePhone } from "../hooks/use-phone";
import { restingPath, soundingPath } from "./line-path";

/** How the line between the two faces looks. */
export type LineLook = "slack" | "calling" | "ringing" | "called" | "alive" | "broken" | "cut";

interface CallIllustrationProps {
  /** null: there is no other side yet. */
  peer: Peer | null;
  look: LineLook;
}

const strokes: Record<LineLook, string> = {
  slack: "stroke-edge",
  calling: "stroke-green animate-flow [stroke-dasharray:6_12]",
  ringing: "stroke-green animate-flow [stroke-dasharray:6_12]",
  called: "stroke-green animate-flow [animation-direction:reverse] [stroke-dasharray:6_12]",
  alive: "stroke-green",
  broken: "stroke-amber animate-flow [stroke-dasharray:3_15]",
  cut: "stroke-edge [stroke-dasharray:58_44]",
};

/** Me, the other side and the line between us: shows without words what is going on. */
export function CallIllustration({ peer, look }: CallIllustrationProps) {
  const mine = useMe();
  return (
    <div aria-hidden className="flex w-full max-w-80 items-center justify-center">
      <Face ripple={look === "calling"}>
        <Avatar name={mine.displayName} seed={mine.username} className="size-20 text-2xl" />
      </Face>
      <Thread look={look} />
      <Face ripple={look === "ringing" || look === "called"}>
        {peer ? (
          <Avatar name={peer.name} seed={peer.username} className="size-20 text-2xl" />
        ) : (
          <span className="block size-20 rounded-full border-2 border-edge border-dashed" />
        )}
      </Face>
    </div>
  );
}

function Face({ ripple, children }: { ripple: boolean; children: React.ReactNode }) {
  return (
    <span className="relative shrink-0">
      {ripple && <span className="absolute inset-0 animate-ripple rounded-full bg-green" />}
      <span className="relative block">{children}</span>
    </span>
  );
}

/** The line itself. While two people talk it moves with their voices, unless they prefer reduced motion. */
function Thread({ look }: { look: LineLook }) {
  const phone = usePhone();
  const path = useRef<SVGPathElement>(null);
  useEffect(() => {
    // Reduced motion switches the transition off, and without it the line would jump ten times a second.
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (look !== "alive" || calm) return;
    const end = phone.watchLevels(({ input, output }) => {
      path.current?.setAttribute("d", soundingPath(Math.max(input, output), input > output));
    });
    return () => {
      end();
      path.current?.setAttribute("d", restingPath(true));
    };
  }, [look, phone]);
  return (
    <svg
      viewBox="0 0 120 60"
      fill="none"
      aria-hidden="true"
      preserveAspectRatio="none"
      className="h-[60px] min-w-0 flex-1 overflow-visible px-1.5"
    >
      <path
        ref={path}
        d={restingPath(look === "alive")}
        strokeWidth="3"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
        className={cn("transition-[d] duration-150 ease-out motion-reduce:transition-none", strokes[look])}
      />
    </svg>
  );
}
