/** What `connected` says about where the device is: Twilio's region (the SDK maps it back) and home. */
export interface EdgeFacts {
  edge: string;
  region: string;
  home: string;
}

/** Twilio's public edges and the regions behind them (the SDK's `regions.ts`). */
const REGIONS = new Map([
  ["ashburn", "us1"],
  ["dublin", "ie1"],
  ["frankfurt", "de1"],
  ["sao-paulo", "br1"],
  ["singapore", "sg1"],
  ["sydney", "au1"],
  ["tokyo", "jp1"],
  ["umatilla", "us2"],
]);

/** Where Twilio's `roaming`, which means "the nearest", leads to here. */
const NEAREST = "ashburn";

/**
 * The edge a socket asks for: `?edge=` of its URL, or the Host it was opened with, `voice-js.{edge}.twilio.com`.
 * Anything that is no edge's name, and `roaming`, becomes the nearest.
 */
export function requestedEdge(url: URL, host: string | undefined): string {
  const named = url.searchParams.get("edge");
  const edge = named ?? host?.match(/^voice-js\.([^.]+)\.twilio\.com(?::\d+)?$/)?.[1] ?? NEAREST;
  return edge === "roaming" || !/^[a-z0-9-]{1,32}$/.test(edge) ? NEAREST : edge;
}

/** An edge's region as Twilio names it; the home is always us1, where Twilio keeps accounts by default. */
export function edgeFacts(edge: string): EdgeFacts {
  return { edge, region: REGIONS.get(edge) ?? "us1", home: "us1" };
}
