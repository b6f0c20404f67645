import { useRef } from "react";
import { describedBy } from "@/components/ui/field";

/** A form whose inputs have the ids and names `Name`: puts the focus into one of them, if the form has it. */
export function useFields<Name extends string>() {
  const form = useRef<HTMLFormElement>(null);
  const focus = (field: Name | undefined) =>
    form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  return { form, focus };
}

/** The attributes of the input `name` in a `Field` of the same id. */
export const inputOf = (name: string, error: string | undefined) => ({
  id: name,
  name,
  "aria-invalid": error ? true : undefined,
  "aria-describedby": describedBy(name),
});
