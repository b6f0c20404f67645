import type { CDPSession, Page } from "@playwright/test";

/** A device of Chromium's that makes and keeps passkeys, as a phone or a laptop with a fingerprint reader would. */
export interface VirtualAuthenticator {
  /** How many passkeys it keeps. */
  count(): Promise<number>;
  /** Whether its user puts their finger on it. */
  setPresent(present: boolean): Promise<void>;
}

/** Gives a page's browser such a device (WebAuthn level 3, section 11). It is gone with the page. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () =>
      (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
    setPresent: async (present) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: present });
    },
  };
}
