import ipaddr from "ipaddr.js";
import { readSiteUrl } from "@/lib/settings/site-url";

/** The address of the app, as Twilio is told it. */
export interface AppUrl {
  /** Such as `https://phone.example.com`. */
  readonly origin: string;
  /** Such as `phone.example.com`, with its port if it has one. */
  readonly host: string;
}

const example = "such as https://phone.example.com";

/** Names that lead to nobody, or to other machines in each network: RFC 6761, RFC 6762, RFC 8375. */
const localNames = /(^|\.)(local|localhost|localdomain|internal|lan|home|home\.arpa|test|invalid|example)$/;

/**
 * Reads APP_URL, at which Twilio must reach the app. Returns what is wrong with it instead, as one sentence.
 *
 * @param onThisMachine whether the voice network is on this machine, as a local gateway is. Only then an address of
 *   this machine will do.
 */
export function readAppUrl(text: string, onThisMachine: boolean): AppUrl | string {
  const read = readSiteUrl(text);
  if (typeof read === "string") return `APP_URL ${read}.`;
  const { protocol, hostname, host, origin } = new URL(read.origin);
  const kind = reach(hostname);
  if (kind === "this machine" && onThisMachine) return { origin, host };
  if (kind !== "public") {
    return `APP_URL is an address of ${kind} (${host}), where Twilio cannot reach the app: give its public address, ${example}, or that of a tunnel to it.`;
  }
  if (protocol !== "https:") {
    return `APP_URL must begin with https://, ${example}: browsers give a microphone to no page without it.`;
  }
  return { origin, host };
}

/** Whose address a host name is. `hostname` is as `URL` writes it. */
export function reach(hostname: string): "public" | "this machine" | "a private network" {
  const address = readAddress(hostname);
  if (address === "loopback" || /(^|\.)localhost$/.test(hostname)) return "this machine";
  if (address !== undefined) return address === "unicast" ? "public" : "a private network";
  return hostname.includes(".") && !localNames.test(hostname) ? "public" : "a private network";
}

/** The range in which an IP address lies, as ipaddr.js names it; undefined for a name. */
function readAddress(hostname: string): string | undefined {
  try {
    return ipaddr.parse(hostname.replace(/^\[|\]$/g, "")).range();
  } catch {
    return undefined;
  }
}
