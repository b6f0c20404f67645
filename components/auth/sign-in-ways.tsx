"use client";

import { signIn, startProviderSignIn } from "@/components/api/session";
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

/** Every way to sign in that this installation offers. */
export function SignInWays({ next, providers, demo }: SignInWaysProps) {
  const { busy, failure, submit } = useSubmit();

  function enter(username: string, password: string) {
    void submit(async () => {
      await signIn(username, password);
      return next;
    });
  }

  return (
    <>
      <SignInForm busy={busy} failure={failure?.text} enter={enter} />
      <ProviderButtons
        providers={providers}
        busy={busy}
        enter={(provider) => void submit(() => startProviderSignIn(provider, next))}
      />
      <DemoPeople people={demo} busy={busy} enter={enter} />
    </>
  );
}
