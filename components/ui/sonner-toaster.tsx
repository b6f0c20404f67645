"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { cn } from "./cn";
import { showToasts, toastLook } from "./toast";

/** The place for toasts itself. Away from the controls of a call. */
export function SonnerToaster({ label }: { label: string }) {
  // After the effects of its children: the library shows no toast that was made before it listens.
  useEffect(() => showToasts(toast), []);
  return (
    <Sonner
      position="top-center"
      containerAriaLabel={label}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: cn(toastLook, "[&_svg]:size-5"),
          title: "font-medium",
          description: "mt-0.5 text-sm opacity-80",
          actionButton:
            "ml-auto h-9 shrink-0 cursor-pointer rounded-full bg-paper px-4 font-medium text-ink hover:opacity-90",
        },
      }}
    />
  );
}
