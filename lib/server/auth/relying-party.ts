import "server-only";
import { pageOrigin } from "@/lib/page-origin";

/** What passkeys are bound to: a host name, and the origin of the page that uses them. */
export interface RelyingParty {
  /** The host name. A browser offers a passkey on pages of this host alone. */
  readonly id: string;
  readonly origin: string;
}

/** The relying party of the page that a request comes from: one of the configured origins, whatever Host it names. */
export function relyingParty(headers: Headers): RelyingParty {
  const origin = pageOrigin(headers);
  return { id: new URL(origin).hostname, origin };
}
