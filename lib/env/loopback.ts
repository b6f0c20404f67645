/** Whether a hostname, as `URL` writes it, is this machine's own and reached from no other. */
export function isLoopback(hostname: string): boolean {
  return /^(([^/]+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Whether this is the origin of a server of this machine, as `URL` writes it. */
export function isLoopbackOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && /^https?:$/.test(protocol) && isLoopback(hostname);
}

/** The other names of this machine, if an origin is one of them. In local mode the app listens on loopback only. */
export function loopbackAliases(origin: string): string[] {
  const { protocol, hostname, port } = new URL(origin);
  const names = ["localhost", "127.0.0.1", "[::1]"];
  if (!names.includes(hostname)) return [];
  return names.map((name) => new URL(`${protocol}//${name}:${port}`).origin).filter((one) => one !== origin);
}
