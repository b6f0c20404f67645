import "server-only";
import Bowser from "bowser";

const browsers = new Set<string>(Object.values(Bowser.BROWSER_MAP));
const systems = new Set<string>(Object.values(Bowser.OS_MAP));

/**
 * What a device calls itself in its User-Agent, such as "Firefox on Linux", or null. Only names that the library
 * knows are taken: the owner reads them in the list of their devices, and whoever signs in could write anything there.
 */
export function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const parsed = Bowser.getParser(userAgent.slice(0, 512));
  const browser = known(browsers, parsed.getBrowserName());
  const system = known(systems, parsed.getOSName());
  return browser && system ? `${browser} on ${system}` : (browser ?? system);
}

function known(names: ReadonlySet<string>, name: string): string | null {
  return names.has(name) ? name : null;
}
