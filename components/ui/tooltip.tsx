"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** Goes around everything that has tooltips. */
export const TooltipProvider = Primitive.Provider;

interface TooltipProps {
  text: string;
  children: ReactNode;
}

/** Shows what an icon means. It repeats the accessible name, so it is hidden from screen readers. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild aria-describedby={undefined}>
        {children}
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          sideOffset={6}
          collisionPadding={8}
          aria-hidden
          className="pointer-events-none z-[70] max-w-64 animate-appear rounded-lg bg-ink px-2.5 py-1.5 text-[13px] text-paper"
        >
          <span>{text}</span>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
