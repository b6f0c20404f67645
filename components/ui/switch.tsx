"use client";

import { Switch as Primitive } from "radix-ui";
import { useId } from "react";

interface SwitchRowProps {
  label: string;
  lead?: string;
  checked: boolean;
  /** The change is under way. The switch keeps the focus and can be read. */
  busy?: boolean;
  onChange: (checked: boolean) => void;
}

/** A setting that is on or off, with what it means. */
export function SwitchRow({ label, lead, checked, busy = false, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-6">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium text-[15px]">
          {label}
        </label>
        {lead && (
          <p id={`${id}-lead`} className="mt-0.5 text-soft text-sm leading-relaxed">
            {lead}
          </p>
        )}
      </div>
      <Primitive.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        aria-busy={busy}
        aria-describedby={lead ? `${id}-lead` : undefined}
        className="group relative h-7 w-12 shrink-0 rounded-full bg-control transition-colors data-[state=checked]:bg-green"
      >
        <Primitive.Thumb className="block size-[22px] translate-x-[3px] rounded-full bg-white shadow-low transition-transform data-[state=checked]:translate-x-[23px] data-[state=checked]:bg-on-green" />
      </Primitive.Root>
    </div>
  );
}
