/**
 * The edge of each region beside the first one: where signalling must go for calls to be made in that region.
 * https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations
 */
export const edgeOfRegion: Readonly<Record<string, string>> = {
  au1: "sydney",
  br1: "sao-paulo",
  de1: "frankfurt",
  ie1: "dublin",
  jp1: "tokyo",
  sg1: "singapore",
  us2: "umatilla",
};

/**
 * The origin of Twilio's REST interface in a region. Accounts, keys and TwiML apps of other regions are not found there.
 * https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region
 *
 * @param region such as `ie1`; none: the United States
 * @param edge such as `dublin`; none: the one that belongs to the region
 */
export function twilioApiOrigin(region: string | undefined, edge: string | undefined): string {
  const nearest = edge ?? (region && edgeOfRegion[region]);
  return region && nearest ? `https://api.${nearest}.${region}.twilio.com` : "https://api.twilio.com";
}
