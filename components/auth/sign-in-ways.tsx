"use client";

import { DemoPeople, type DemoPerson } from "./demo-people";
import { type Provider, ProviderButtons } from "./provider-buttons";
import { SignInForm } from "./sign-in-form";
import { useSubmit } from "./use-submit";

interface SignInWaysProps {
  /** A path of this site. */
  next: string;
  providers: readonly Provider[];
  demo: readonly DemoPerson[];
}

/** Every way in that this installation has. */
export function SignInWays({ next, providers, demo }: SignInWaysProps) {
  const way = useSubmit(next);
  return (
    <>
      <SignInForm {...way} />
      <ProviderButtons providers={providers} next={next} />
      <DemoPeople people={demo} {...way} />
    </>
  );
}
