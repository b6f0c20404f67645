"use client";

import { Toaster as Sonner } from "sonner";

/** Where toasts appear: away from the controls of a call. */
export function Toaster({ label }: { label: string }) {
  return (
    <Sonner
      position="top-center"
      containerAriaLabel={label}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-2xl bg-ink px-4 py-3.5 text-[15px] text-paper shadow-high [&_svg]:size-5",
          title: "font-medium",
          description: "mt-0.5 text-sm opacity-80",
        },
      }}
    />
  );
}
