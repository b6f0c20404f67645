/** What `connected` says about the location of the device. */
export interface EdgeFacts {
  edge: string;
  /** By its long name, such as `EU_IRELAND`, from which each version of the SDK makes region and edge (`getRegionShortcode`). */
  region: string;
  home: string;
}

/** Twilio's edges with the long names of the regions behind them (the SDK's `regions.ts`). The private ones end in `-ix`. */
const REGIONS = new Map([
  ["ashburn", "US_EAST_VIRGINIA"],
  ["ashburn-ix", "US_EAST_VIRGINIA"],
  ["dublin", "EU_IRELAND"],
  ["london-ix", "EU_IRELAND"],
  ["frankfurt", "EU_FRANKFURT"],
  ["frankfurt-ix", "EU_FRANKFURT"],
  ["sao-paulo", "SOUTH_AMERICA_SAO_PAULO"],
  ["singapore", "ASIAPAC_SINGAPORE"],
  ["singapore-ix", "ASIAPAC_SINGAPORE"],
  ["sydney", "ASIAPAC_SYDNEY"],
  ["sydney-ix", "ASIAPAC_SYDNEY"],
  ["tokyo", "ASIAPAC_TOKYO"],
  ["tokyo-ix", "ASIAPAC_TOKYO"],
  ["umatilla", "US_WEST_OREGON"],
  ["san-jose-ix", "US_WEST_OREGON"],
]);

/** The regions in the hosts of the SDK before 2.3.0, with their edges (`regionToEdge` of the same file). */
const EDGES = new Map([
  ["us1", "ashburn"],
  ["us1-ix", "ashburn-ix"],
  ["us1-tnx", "ashburn-ix"],
  ["us2", "umatilla"],
  ["us2-ix", "san-jose-ix"],
  ["us2-tnx", "ashburn-ix"],
  ["ie1", "dublin"],
  ["ie1-ix", "london-ix"],
  ["ie1-tnx", "london-ix"],
  ["de1", "frankfurt"],
  ["de1-ix", "frankfurt-ix"],
  ["br1", "sao-paulo"],
  ["sg1", "singapore"],
  ["sg1-ix", "singapore-ix"],
  ["sg1-tnx", "singapore-ix"],
  ["au1", "sydney"],
  ["au1-ix", "sydney-ix"],
  ["jp1", "tokyo"],
  ["jp1-ix", "tokyo-ix"],
]);

/** The edge that stands for Twilio's `roaming`, which means the nearest one. */
const NEAREST = "ashburn";

/** Twilio's signalling hosts. From SDK 2.3.0 on they name an edge, before that a region, or neither (each version's `regions.ts`). */
const SIGNALLING_HOST = /^(?:voice-js\.([^.]+)|chunderw(?:-vpc)?-gll(?:-([^.]+))?)\.twilio\.com(?::\d+)?$/;

/**
 * The edge a socket asks for: `?edge=` of its URL, or the Host it was opened with, `voice-js.{edge}.twilio.com` or
 * `chunderw-vpc-gll-{region}.twilio.com`. A region, here and in the query, stands for its edge. `roaming`, and anything that cannot be
 * the name of an edge, becomes the nearest.
 */
export function requestedEdge(url: URL, host: string | undefined): string {
  const [, edge, region] = host?.match(SIGNALLING_HOST) ?? [];
  const name = url.searchParams.get("edge") ?? edge ?? region ?? NEAREST;
  if (name === "roaming" || !/^[a-z0-9-]{1,32}$/.test(name)) return NEAREST;
  return EDGES.get(name) ?? name;
}

/** An edge with its region, as Twilio names it. The home is always us1, where Twilio keeps accounts by default. */
export function edgeFacts(edge: string): EdgeFacts {
  return { edge, region: REGIONS.get(edge) ?? "US_EAST_VIRGINIA", home: "us1" };
}
