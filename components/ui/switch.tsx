"use client";

import { Switch as Primitive } from "radix-ui";
import { useId } from "react";

interface SwitchRowProps {
  label: string;
  lead?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

/** A setting that is on or off, with what it means. */
export function SwitchRow({ label, lead, checked, disabled = false, onChange }: SwitchRowProps) {
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
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={lead ? `${id}-lead` : undefined}
        className="group relative h-7 w-12 shrink-0 rounded-full bg-edge transition-colors disabled:opacity-45 data-[state=checked]:bg-green"
      >
        <Primitive.Thumb className="block size-[22px] translate-x-[3px] rounded-full bg-white shadow-low transition-transform data-[state=checked]:translate-x-[23px]" />
      </Primitive.Root>
    </div>
  );
}
