"use client";

import type { ComponentProps, FormEvent } from "react";

interface EarlyFormProps extends Omit<ComponentProps<"form">, "action" | "method" | "onSubmit"> {
  /** Called once for each submission, with what the fields hold then. */
  submit: (data: FormData) => void;
}

/**
 * A form of a page that may be slow to load: what is submitted before React has taken the page over is done as soon as it has.
 * React keeps such a submission for a form with an `action` only. Later ones go by `onSubmit`, since React empties the fields of
 * a form after its action.
 */
export function EarlyForm({ submit, ...rest }: EarlyFormProps) {
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    submit(new FormData(event.currentTarget));
  }
  return <form {...rest} action={submit} onSubmit={onSubmit} />;
}
