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

/** The same the other way round: the hosts of the SDK before 2.3.0 name a region. */
const EDGES = new Map([...REGIONS].map(([edge, region]) => [region, edge]));

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
  // A private connection is named after its region and edge alike: `ie1-ix`, `dublin-ix`.
  const [, plain = name, connection = ""] = /^(.+?)(-ix|-tnx)?$/.exec(name) ?? [];
  return `${EDGES.get(plain) ?? plain}${connection}`;
}

/** An edge with its region, as Twilio names it. The home is always us1, where Twilio keeps accounts by default. */
export function edgeFacts(edge: string): EdgeFacts {
  return { edge, region: REGIONS.get(edge) ?? "us1", home: "us1" };
}
