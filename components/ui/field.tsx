import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** The input; it takes `id` and `aria-describedby={describedBy(id)}`. */
  children: ReactNode;
}

/** The id of the hint or error of the field `id`. */
export const describedBy = (id: string): string => `${id}-note`;

/** A labelled input with a hint that gives way to the error, which is read out. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <label htmlFor={id} className="font-medium text-[15px]">
        {label}
      </label>
      {children}
      <p id={describedBy(id)} aria-live="polite" className="text-[13px] text-soft leading-5 empty:sr-only">
        {error ? (
          <span className="flex items-start gap-1.5 text-red-text">
            <CircleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />
            <span>{error}</span>
          </span>
        ) : (
          hint
        )}
      </p>
    </div>
  );
}
