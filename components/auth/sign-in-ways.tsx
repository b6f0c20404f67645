"use client";

import { useEffect } from "react";
import { dropNewCodes } from "@/components/api/new-codes";
import { RequestError } from "@/components/api/request";
import { signIn, startProviderSignIn } from "@/components/api/session";
import { DemoPeople, type DemoPerson } from "./demo-people";
import { PasskeyButton } from "./passkey-button";
import { type Provider, ProviderButtons } from "./provider-buttons";
import { withNext } from "./safe-next";
import { SignInForm } from "./sign-in-form";
import { useSubmit } from "./use-submit";

interface SignInWaysProps {
  /** A path of this site. */
  next: string;
  providers: readonly Provider[];
  demo: readonly DemoPerson[];
  /** An account was just made on this device, and is to be signed in with. */
  created?: boolean;
}

/** Every way to sign in that this installation offers. */
export function SignInWays({ next, providers, demo, created = false }: SignInWaysProps) {
  const { busy, failure, submit } = useSubmit();

  // Whoever signs in here next must not find the codes of the person before.
  useEffect(() => {
    if (!created) dropNewCodes();
  }, [created]);

  async function enterByPasskey() {
    // Most visitors never need it.
    const { signInByPasskey } = await import("@/components/api/passkey-sign-in").catch(() => {
      throw new RequestError("network");
    });
    await signInByPasskey();
    return next;
  }

  function enter(username: string, password: string) {
    void submit(async () => {
      await signIn(username, password);
      return next;
    });
  }

  return (
    <>
      <SignInForm busy={busy} failure={failure?.text} enter={enter} forgotten={withNext("/recover", next)} />
      <PasskeyButton busy={busy} enter={() => void submit(enterByPasskey)} />
      <ProviderButtons
        providers={providers}
        busy={busy}
        enter={(provider) => void submit(() => startProviderSignIn(provider, next))}
      />
      <DemoPeople people={demo} busy={busy} enter={enter} />
    </>
  );
}
