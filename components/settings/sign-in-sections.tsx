"use client";

import { PasskeySettings } from "./passkey-settings";
import { RecoverySettings } from "./recovery-settings";

export interface SignInSectionsProps {
  username: string | undefined;
  hasPassword: boolean;
}

/** Ways to sign in beside the password: passkeys, and recovery codes for one that is forgotten. */
export function SignInSections({ username, hasPassword }: SignInSectionsProps) {
  return (
    <>
      <PasskeySettings hasPassword={hasPassword} />
      {username !== undefined && <RecoverySettings username={username} hasPassword={hasPassword} />}
    </>
  );
}
