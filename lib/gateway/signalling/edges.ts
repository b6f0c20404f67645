/** What `connected` says about the location of the device. The SDK maps the region back to an edge. */
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

/** The edge that stands for Twilio's `roaming`, which means the nearest one. */
const NEAREST = "ashburn";

/**
 * The edge a socket asks for: `?edge=` of its URL, or the Host it was opened with, `voice-js.{edge}.twilio.com`.
 * `roaming`, and anything that cannot be the name of an edge, becomes the nearest.
 */
export function requestedEdge(url: URL, host: string | undefined): string {
  const named = url.searchParams.get("edge");
  const edge = named ?? host?.match(/^voice-js\.([^.]+)\.twilio\.com(?::\d+)?$/)?.[1] ?? NEAREST;
  return edge === "roaming" || !/^[a-z0-9-]{1,32}$/.test(edge) ? NEAREST : edge;
}

/** An edge with its region, as Twilio names it. The home is always us1, where Twilio keeps accounts by default. */
export function edgeFacts(edge: string): EdgeFacts {
  return { edge, region: REGIONS.get(edge) ?? "us1", home: "us1" };
}
