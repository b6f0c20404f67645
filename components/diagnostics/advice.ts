/**
 * The phone's advice for these codes points to Diagnostics, or to a next try or call that Diagnostics does not make.
 * On this page they have advice of their own: `diagnostics.next.<code>`.
 */
const ownAdvice = [
  "server_unreachable",
  "network_down",
  "register_timeout",
  "connect_timeout",
  "token_refused",
  "signalling_lost",
  "media_failed",
  "connection_lost",
  "unknown",
] as const;

type OwnAdvice = (typeof ownAdvice)[number];

/** Whether `diagnostics.next` has an advice for this code. */
export function hasOwnAdvice(code: string): code is OwnAdvice {
  return ownAdvice.some((one) => one === code);
}
