"use client";

import { Popover } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

interface QualityDetailsProps {
  trigger: ReactElement;
  label: string;
  details: ReactNode;
}

/** The numbers behind the badge, open at first. */
export function QualityDetails({ trigger, label, details }: QualityDetailsProps) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      {/* Rendered in place, not in a portal, so that it belongs to a landmark. */}
      <Popover.Content
        align="start"
        sideOffset={6}
        collisionPadding={12}
        aria-label={label}
        className="z-40 max-w-72 animate-appear rounded-2xl border border-hairline bg-raised px-4 py-3 text-left text-sm leading-relaxed shadow-high outline-none"
      >
        {details}
      </Popover.Content>
    </Popover.Root>
  );
}
